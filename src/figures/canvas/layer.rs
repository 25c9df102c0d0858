//! What a panel is made of, and how each layer is drawn.

use std::f64::consts::TAU;

use super::arrows::{arrow, quiver};
use super::colour::{BLACK, ColorScale, WHITE};
use super::frame::Frame;
use super::heat::heat;
use super::legend::{Entry, Key};
use super::path::{Edges, Point, hatching, polygon, polyline};
use super::render::markers;
use super::stroke::{Fill, Marker, Stroke};
use super::style::Style;
use super::svg::{Anchor, Font, Svg, go};
use super::text::{CAP, width};
use crate::num::contour::Grid;

/// A layer of a panel.
#[derive(Debug, Clone)]
pub(super) enum Layer {
    Heat { grid: Grid, scale: ColorScale },
    Band { vertical: bool, lo: f64, hi: f64, fill: Fill, label: String },
    Circle { center: Point, radius: f64, stroke: Stroke, fill: Option<Fill>, label: String },
    Quiver { arrows: Vec<(Point, Point)> },
    Guide { vertical: bool, at: f64, stroke: Stroke, label: String },
    Lines { lines: Vec<Vec<Point>>, stroke: Stroke, label: String, behind: bool },
    Graded { points: Vec<(Point, f64)>, scale: ColorScale, marker: Option<Marker> },
    Arrow { from: Point, to: Point, stroke: Stroke, label: String },
    Scatter { points: Vec<Point>, marker: Marker, label: String },
    Note { at: Point, text: String, offset: Point },
}

impl Layer {
    /// Layers are drawn from low to high.
    pub(super) fn height(&self) -> u8 {
        match self {
            Layer::Heat { .. } => 0,
            Layer::Band { .. } | Layer::Circle { fill: Some(_), .. } => 1,
            Layer::Quiver { .. } => 2,
            Layer::Guide { .. } | Layer::Circle { .. } => 3,
            Layer::Lines { behind: true, .. } => 4,
            Layer::Lines { .. } | Layer::Graded { .. } => 5,
            Layer::Arrow { .. } => 6,
            Layer::Scatter { .. } => 7,
            Layer::Note { .. } => 8,
        }
    }

    /// What the legend says about the layer.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let one = |label: &String, key: Key| {
            if label.is_empty() { Vec::new() } else { vec![Entry { label: label.clone(), key }] }
        };
        match self {
            Layer::Band { fill, label, .. } => one(label, Key::Area(fill.clone())),
            Layer::Circle { fill: Some(fill), label, .. } => one(label, Key::Area(fill.clone())),
            Layer::Circle { stroke, label, .. }
            | Layer::Guide { stroke, label, .. }
            | Layer::Lines { stroke, label, .. }
            | Layer::Arrow { stroke, label, .. } => one(label, Key::Line(stroke.clone())),
            Layer::Scatter { marker, label, .. } => one(label, Key::Point(marker.clone())),
            Layer::Heat { scale, .. } | Layer::Graded { scale, .. } => scale.legend(),
            _ => Vec::new(),
        }
    }

    pub(super) fn draw(&self, frame: &Frame, style: Style, svg: &mut Svg) {
        match self {
            Layer::Heat { grid, scale } => heat(grid, scale, frame, svg),
            Layer::Band { vertical, lo, hi, fill, .. } => {
                let [left, top, right, bottom] = frame.edges();
                let edges = if *vertical {
                    [frame.column(*lo), top, frame.column(*hi), bottom]
                } else {
                    [left, frame.row(*hi), right, frame.row(*lo)]
                };
                area(fill, edges, svg);
            }
            Layer::Circle { center, radius, stroke, fill, .. } => {
                let rim = |k: i32| {
                    let angle = TAU * f64::from(k) / 180.0;
                    frame.map([center[0] + radius * angle.cos(), center[1] + radius * angle.sin()])
                };
                if let Some(fill) = fill {
                    // Moving each rim point to the box is exact enough for a disc cut by it.
                    let [left, top, right, bottom] = frame.edges();
                    let cut = |p: Point| [p[0].clamp(left, right), p[1].clamp(top, bottom)];
                    let corners: Vec<Point> = (0..180).filter_map(rim).map(cut).collect();
                    let mut data = String::new();
                    polygon(&mut data, &corners);
                    svg.area(&data, fill.color, fill.opacity);
                }
                let mut data = String::new();
                polyline(&mut data, (0..=180).map(rim), frame.edges());
                svg.line(&data, stroke);
            }
            Layer::Quiver { arrows } => quiver(arrows, frame, svg),
            Layer::Guide { vertical, at, stroke, .. } => {
                let axis = if *vertical { &frame.x } else { &frame.y };
                if axis.fraction(*at).is_some_and(|t| (0.0..=1.0).contains(&t)) {
                    let [left, top, right, bottom] = frame.edges();
                    let (x, y) = (frame.column(*at), frame.row(*at));
                    let ends = if *vertical { [[x, top], [x, bottom]] } else { [[left, y], [right, y]] };
                    let mut data = String::new();
                    go(&mut data, 'M', ends[0]);
                    go(&mut data, ' ', ends[1]);
                    svg.line(&data, stroke);
                }
            }
            Layer::Lines { lines, stroke, .. } => {
                let mut data = String::new();
                for line in lines {
                    polyline(&mut data, line.iter().map(|&p| frame.map(p)), frame.edges());
                }
                svg.line(&data, stroke);
            }
            Layer::Graded { points, scale, marker: None } => graded(points, scale, frame, svg),
            Layer::Graded { points, scale, marker: Some(marker) } => sown(points, scale, marker, frame, svg),
            Layer::Arrow { from, to, stroke, .. } => arrow(*from, *to, stroke, frame, svg),
            Layer::Scatter { points, marker, .. } => {
                let centers: Vec<Point> = points.iter().filter_map(|&p| frame.place(p)).collect();
                markers(&centers, marker, centers.len() <= 40, svg);
            }
            Layer::Note { at, text, offset } => note(*at, text, *offset, frame, style, svg),
        }
    }
}

/// A tinted or hatched box.
pub(super) fn area(fill: &Fill, edges: Edges, svg: &mut Svg) {
    let size = [edges[2] - edges[0], edges[3] - edges[1]];
    if !(size[0] > 0.0 && size[1] > 0.0) {
        return;
    }
    svg.rect([edges[0], edges[1]], size, 0.0, fill.color, fill.opacity);
    if fill.hatch {
        let mut data = String::new();
        hatching(&mut data, edges, 5.0);
        svg.line(&data, &Stroke::solid(fill.color).width(0.35));
    }
}

/// A curve in pieces of one colour each.
fn graded(points: &[(Point, f64)], scale: &ColorScale, frame: &Frame, svg: &mut Svg) {
    let palette = scale.palette();
    let mut first = 0;
    while first + 1 < points.len() {
        // The colour of a segment is that of its end.
        let level = scale.level(points[first + 1].1);
        let mut last = first + 1;
        while last + 1 < points.len() && scale.level(points[last + 1].1) == level {
            last += 1;
        }
        if let Some(level) = level {
            let mut data = String::new();
            polyline(&mut data, points[first..=last].iter().map(|p| frame.map(p.0)), frame.edges());
            svg.line(&data, &Stroke::solid(palette[level]).width(1.4));
        }
        first = last;
    }
}

/// Points, those of one colour together.
fn sown(points: &[(Point, f64)], scale: &ColorScale, marker: &Marker, frame: &Frame, svg: &mut Svg) {
    for (level, &color) in scale.palette().iter().enumerate() {
        let alike = points.iter().filter(|p| scale.level(p.1) == Some(level));
        let centers: Vec<Point> = alike.filter_map(|p| frame.place(p.0)).collect();
        if !centers.is_empty() {
            markers(&centers, &Marker { color, ..marker.clone() }, points.len() <= 150, svg);
        }
    }
}

/// A text beside a point, on a white ground, joined to it by a line.
fn note(at: Point, text: &str, offset: Point, frame: &Frame, style: Style, svg: &mut Svg) {
    let Some(point) = frame.place(at) else { return };
    let size = style.small();
    let half = [0.5 * width(text, size, false) + 1.5, 0.5 * CAP * size + 2.0];
    let [left, top, right, bottom] = frame.edges();
    let keep = |c: f64, lo: f64, hi: f64| {
        if lo <= hi { c.clamp(lo, hi) } else { 0.5 * (lo + hi) }
    };
    // The offset leads to the nearest side of the text, not to its middle.
    let away = |k: usize, sign: f64| {
        point[k] + sign * offset[k] + (sign * offset[k]).signum() * half[k] * f64::from(u8::from(offset[k] != 0.0))
    };
    let center = [
        keep(away(0, 1.0), left + half[0] + 1.0, right - half[0] - 1.0),
        keep(away(1, -1.0), top + half[1] + 1.0, bottom - half[1] - 1.0),
    ];
    let near = [
        point[0].clamp(center[0] - half[0], center[0] + half[0]),
        point[1].clamp(center[1] - half[1], center[1] + half[1]),
    ];
    let reach = (near[0] - point[0]).hypot(near[1] - point[1]);
    if reach > 5.0 {
        let mut data = String::new();
        let t = 3.2 / reach;
        go(&mut data, 'M', [point[0] + t * (near[0] - point[0]), point[1] + t * (near[1] - point[1])]);
        go(&mut data, ' ', near);
        svg.line(&data, &Stroke::solid(BLACK).width(0.5));
    }
    svg.rect([center[0] - half[0], center[1] - half[1]], [2.0 * half[0], 2.0 * half[1]], 1.0, WHITE, 0.85);
    let baseline = [center[0], center[1] + 0.5 * CAP * size];
    svg.text(text, baseline, Font::new(size, BLACK, Anchor::Middle));
}
