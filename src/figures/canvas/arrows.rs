//! Arrows: vector fields and single ones.

use super::colour::PALE;
use super::frame::Frame;
use super::path::{Point, clip, polygon};
use super::stroke::Stroke;
use super::svg::{Svg, go};

/// All arrows of a field as one path, filled heads included.
pub(super) fn quiver(arrows: &[(Point, Point)], frame: &Frame, svg: &mut Svg) {
    let [sx, sy] = [frame.size[0] / (frame.x.hi - frame.x.lo), frame.size[1] / (frame.y.hi - frame.y.lo)];
    let on_page: Vec<(Point, Point, f64)> = arrows
        .iter()
        .filter_map(|&(at, v)| {
            let (at, v) = (frame.place(at)?, [v[0] * sx, -v[1] * sy]);
            let size = v[0].hypot(v[1]);
            (size.is_finite() && size > 0.0).then(|| (at, [v[0] / size, v[1] / size], size))
        })
        .collect();
    let longest = on_page.iter().fold(0.0_f64, |m, a| m.max(a.2));
    let apart = (frame.size[0] * frame.size[1] / arrows.len().max(1) as f64).sqrt();
    let mut data = String::new();
    for (at, way, size) in on_page {
        let length = 0.92 * apart * (size / longest).sqrt().max(0.22);
        let head = (0.42 * length).min(3.4);
        let along = |s: f64, across: f64| [at[0] + s * way[0] - across * way[1], at[1] + s * way[1] + across * way[0]];
        let (tail, neck, tip) = (along(-0.5 * length, 0.0), 0.5 * length - head, along(0.5 * length, 0.0));
        if let Some((a, b)) = clip(tail, along(neck, 0.0), frame.edges()) {
            go(&mut data, 'M', a);
            go(&mut data, ' ', b);
        }
        let corners = [along(neck, 0.42 * head), tip, along(neck, -0.42 * head)];
        if corners.iter().all(|&c| clip(c, c, frame.edges()).is_some()) {
            polygon(&mut data, &corners);
        }
    }
    svg.solid(&data, PALE, PALE, 0.55);
}

/// An arrow between two points of the data.
pub(super) fn arrow(from: Point, to: Point, stroke: &Stroke, frame: &Frame, svg: &mut Svg) {
    let (Some(a), Some(b)) = (frame.map(from), frame.map(to)) else {
        return;
    };
    let Some((a, b)) = clip(a, b, frame.edges()) else {
        return;
    };
    let length = (b[0] - a[0]).hypot(b[1] - a[1]);
    if length < 0.1 {
        return;
    }
    let way = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    let head = (3.0 + 2.0 * stroke.width).min(length);
    let back = |across: f64| [b[0] - head * way[0] - across * way[1], b[1] - head * way[1] + across * way[0]];
    let mut shaft = String::new();
    go(&mut shaft, 'M', a);
    go(&mut shaft, ' ', back(0.0));
    svg.line(&shaft, stroke);
    let mut tip = String::new();
    polygon(&mut tip, &[back(0.4 * head), b, back(-0.4 * head)]);
    svg.area(&tip, stroke.color, 1.0);
}
