//! What surrounds the data: frame, ticks, labels, titles, colour bar; and the shapes of markers.

use super::axis::Tick;
use super::colour::{BLACK, ColorScale, GREY, WHITE};
use super::frame::Frame;
use super::margins::{BAR, Cell, TICK};
use super::panel::Panel;
use super::path::{Point, circle, polygon};
use super::stroke::{Marker, Shape, Stroke};
use super::style::Style;
use super::svg::{Anchor, Font, Svg, go, num};
use super::text::{CAP, width};

/// Draws a panel with everything around it.
pub(super) fn panel(panel: &Panel, cell: &Cell, frame: &Frame, style: Style, svg: &mut Svg) {
    let mut layers: Vec<_> = panel.layers.iter().collect();
    layers.sort_by_key(|layer| layer.height());
    for layer in &layers {
        if layer.height() <= 6 {
            layer.draw(frame, style, svg);
        }
    }
    border(frame, svg);
    // Points on the border and notes stand above the frame.
    for layer in &layers {
        if layer.height() > 6 {
            layer.draw(frame, style, svg);
        }
    }
    ticks(cell, frame, style, svg);
    titles(cell, frame, style, svg);
    if let Some(scale) = panel.bar() {
        bar(scale, cell, frame, style, svg);
    }
}

fn border(frame: &Frame, svg: &mut Svg) {
    let [left, top, right, bottom] = frame.edges();
    let mut data = String::new();
    polygon(&mut data, &[[left, top], [right, top], [right, bottom], [left, bottom]]);
    svg.line(&data, &Stroke::solid(BLACK).width(0.6));
}

fn ticks(cell: &Cell, frame: &Frame, style: Style, svg: &mut Svg) {
    let [left, top, right, bottom] = frame.edges();
    let (size, small) = (style.font_size, style.small());
    let length = |tick: &Tick| {
        if tick.label.is_empty() { 0.6 * TICK } else { TICK }
    };
    let mut marks = String::new();
    for tick in &cell.x_ticks {
        let x = left + tick.at * (right - left);
        go(&mut marks, 'M', [x, bottom]);
        marks.push('v');
        num(&mut marks, length(tick));
    }
    for tick in &cell.y_ticks {
        let y = bottom - tick.at * (bottom - top);
        go(&mut marks, 'M', [left, y]);
        marks.push('h');
        num(&mut marks, -length(tick));
    }
    svg.line(&marks, &Stroke::solid(BLACK).width(0.6));
    if cell.show_x {
        let baseline = bottom + TICK + 0.25 * size + CAP * small + cell.raise(&cell.x_ticks, small);
        for tick in &cell.x_ticks {
            let x = left + tick.at * (right - left);
            svg.text(&tick.label, [x, baseline], Font::new(small, BLACK, Anchor::Middle));
        }
        let at = [0.5 * (left + right), baseline + 0.45 * size + 0.85 * size];
        svg.text(&frame.x.label, at, Font::new(size, BLACK, Anchor::Middle));
    }
    if cell.show_y {
        for tick in &cell.y_ticks {
            let y = bottom - tick.at * (bottom - top) + 0.5 * CAP * small;
            svg.text(&tick.label, [left - TICK - 0.3 * size, y], Font::new(small, BLACK, Anchor::End));
        }
        let middle = 0.5 * (top + bottom);
        let edge = left - TICK - 0.3 * size - cell.y_width - 0.45 * size;
        if cell.y_label_turned {
            let at = [edge - 0.22 * size, middle];
            svg.text(&frame.y.label, at, Font::new(size, BLACK, Anchor::Middle).upright());
        } else {
            svg.text(&frame.y.label, [edge, middle + 0.3 * size], Font::new(size, BLACK, Anchor::End));
        }
    }
}

fn titles(cell: &Cell, frame: &Frame, style: Style, svg: &mut Svg) {
    let middle = frame.at[0] + 0.5 * frame.size[0];
    let mut y = frame.at[1] - 0.55 * style.font_size;
    for line in cell.subtitle.iter().rev() {
        svg.text(line, [middle, y], Font::new(style.small(), GREY, Anchor::Middle));
        y -= 1.2 * style.font_size;
    }
    for line in cell.title.iter().rev() {
        svg.text(line, [middle, y], Font::new(style.font_size, BLACK, Anchor::Middle).bold());
        y -= 1.25 * style.font_size;
    }
}

fn bar(scale: &ColorScale, cell: &Cell, frame: &Frame, style: Style, svg: &mut Svg) {
    let [_, top, right, bottom] = frame.edges();
    let (size, small) = (style.font_size, style.small());
    let (left, wide) = (right + 0.8 * size, BAR * size);
    let palette = scale.bar_colors();
    let step = (bottom - top) / palette.len() as f64;
    for (k, &color) in palette.iter().enumerate() {
        let low = bottom - k as f64 * step;
        // A hair of overlap, as between the cells of a map.
        let high = (low - step - 0.3).max(top);
        let mut data = String::new();
        polygon(&mut data, &[[left, low], [left + wide, low], [left + wide, high], [left, high]]);
        svg.cells(&data, color);
    }
    let mut data = String::new();
    polygon(&mut data, &[[left, top], [left + wide, top], [left + wide, bottom], [left, bottom]]);
    for tick in &cell.bar_ticks {
        go(&mut data, 'M', [left + wide, bottom - tick.at * (bottom - top)]);
        data.push('h');
        num(&mut data, 0.7 * TICK);
    }
    svg.line(&data, &Stroke::solid(BLACK).width(0.5));
    let text = left + wide + TICK + 0.15 * size;
    let mut longest = 0.0_f64;
    for tick in &cell.bar_ticks {
        longest = longest.max(width(&tick.label, small, false));
        let y = bottom - tick.at * (bottom - top) + 0.5 * CAP * small;
        svg.text(&tick.label, [text, y], Font::new(small, BLACK, Anchor::Start));
    }
    let at = [text + longest + 0.4 * size + 0.8 * small, 0.5 * (top + bottom)];
    svg.text(&scale.label, at, Font::new(small, BLACK, Anchor::Middle).upright());
}

/// All markers of a layer as one path; a white rim sets the sparse ones off from curves.
pub(super) fn markers(centers: &[Point], marker: &Marker, rim: bool, svg: &mut Svg) {
    let r = marker.radius;
    let mut data = String::new();
    for &[x, y] in centers {
        match marker.shape {
            Shape::Dot | Shape::Ring => circle(&mut data, [x, y], r),
            Shape::Cross => {
                for (dx, dy) in [(r, r), (r, -r)] {
                    go(&mut data, 'M', [x - dx, y - dy]);
                    go(&mut data, ' ', [x + dx, y + dy]);
                }
            }
            Shape::Square => {
                let a = 0.9 * r;
                polygon(&mut data, &[[x - a, y - a], [x + a, y - a], [x + a, y + a], [x - a, y + a]]);
            }
            Shape::Diamond => {
                let a = 1.25 * r;
                polygon(&mut data, &[[x, y - a], [x + a, y], [x, y + a], [x - a, y]]);
            }
            Shape::Triangle => {
                let (a, b) = (1.15 * r, 0.65 * r);
                polygon(&mut data, &[[x, y - a], [x + a, y + b], [x - a, y + b]]);
            }
        }
    }
    match marker.shape {
        Shape::Cross => {
            svg.line(&data, &Stroke::solid(WHITE).width(0.9 * r));
            svg.line(&data, &Stroke::solid(marker.color).width(0.5 * r));
        }
        Shape::Ring => svg.solid(&data, WHITE, marker.color, (0.4 * r).min(1.0)),
        _ if !rim => svg.area(&data, marker.color, 1.0),
        _ => svg.solid(&data, marker.color, WHITE, (0.25 * r).min(0.5)),
    }
}
