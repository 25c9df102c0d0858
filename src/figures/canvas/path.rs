//! Polylines on the page: broken at gaps, clipped to a box, thinned.

use super::svg::go;

/// A point: x, y.
pub type Point = [f64; 2];

/// Points nearer than this to the one before are not drawn, in points of the page.
const NEAR: f64 = 0.05;
/// Beyond this nothing on the page can be told apart.
const FAR: f64 = 1e7;

/// A rectangle on the page: left, top, right, bottom.
pub(super) type Edges = [f64; 4];

pub(super) fn inside(edges: Edges, p: Point) -> bool {
    (edges[0] - 1e-9..=edges[2] + 1e-9).contains(&p[0]) && (edges[1] - 1e-9..=edges[3] + 1e-9).contains(&p[1])
}

/// Path data of a polyline; `None` breaks it. Clipped by geometry and not by a `clip-path`, which
/// costs every renderer a mask per panel.
pub(super) fn polyline(out: &mut String, points: impl IntoIterator<Item = Option<Point>>, edges: Edges) {
    let mut before: Option<Point> = None;
    let mut pen: Option<Point> = None;
    let mut held: Option<Point> = None;
    let finish = |out: &mut String, held: &mut Option<Point>| {
        if let Some(p) = held.take() {
            go(out, ' ', p);
        }
    };
    for point in points {
        let Some(point) = point else {
            finish(out, &mut held);
            (before, pen) = (None, None);
            continue;
        };
        let point = point.map(|c| c.clamp(-FAR, FAR));
        if let Some(last) = before {
            if let Some((from, to)) = clip(last, point, edges) {
                if from != last || pen.is_none() {
                    finish(out, &mut held);
                    go(out, 'M', from);
                    pen = Some(from);
                }
                if pen.is_some_and(|p| distance(p, to) >= NEAR) {
                    go(out, ' ', to);
                    (pen, held) = (Some(to), None);
                } else {
                    held = Some(to);
                }
                if to != point {
                    finish(out, &mut held);
                    pen = None;
                }
            } else {
                finish(out, &mut held);
                pen = None;
            }
        }
        before = Some(point);
    }
    finish(out, &mut held);
}

fn distance(a: Point, b: Point) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// The part of a segment inside a box (Liang and Barsky); its ends are bit for bit those of the
/// segment where they lie inside.
pub(super) fn clip(a: Point, b: Point, edges: Edges) -> Option<(Point, Point)> {
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let d = b[axis] - a[axis];
        for (gap, rise) in [(a[axis] - edges[axis], -d), (edges[axis + 2] - a[axis], d)] {
            if rise == 0.0 {
                if gap < 0.0 {
                    return None;
                }
            } else if rise < 0.0 {
                first = first.max(gap / rise);
            } else {
                last = last.min(gap / rise);
            }
        }
    }
    if first > last {
        return None;
    }
    let at = |t: f64| [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
    let from = if first > 0.0 { at(first) } else { a };
    let to = if last < 1.0 { at(last) } else { b };
    Some((from, to))
}

/// Path data of a circle.
pub(super) fn circle(out: &mut String, [x, y]: Point, r: f64) {
    use super::svg::num;
    go(out, 'M', [x - r, y]);
    for way in [2.0 * r, -2.0 * r] {
        out.push('a');
        num(out, r);
        out.push(' ');
        num(out, r);
        out.push_str(" 0 1 0 ");
        num(out, way);
        out.push_str(" 0");
    }
    out.push('z');
}

/// Path data of a closed polygon.
pub(super) fn polygon(out: &mut String, corners: &[Point]) {
    for (k, &corner) in corners.iter().enumerate() {
        go(out, if k == 0 { 'M' } else { ' ' }, corner);
    }
    out.push('z');
}

/// Path data of diagonal lines across a box.
pub(super) fn hatching(out: &mut String, edges: Edges, apart: f64) {
    let [left, top, right, bottom] = edges;
    let height = bottom - top;
    let first = ((left - height) / apart).floor() as i64;
    let last = (right / apart).ceil() as i64;
    for k in first..=last {
        let x = k as f64 * apart;
        if let Some((a, b)) = clip([x, bottom], [x + height, top], edges) {
            go(out, 'M', a);
            go(out, ' ', b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(points: &[Option<Point>]) -> String {
        let mut out = String::new();
        polyline(&mut out, points.iter().copied(), [0.0, 0.0, 10.0, 10.0]);
        out
    }

    #[test]
    fn gaps_break_and_the_box_clips() {
        assert_eq!(
            drawn(&[Some([1.0, 1.0]), Some([2.0, 2.0]), None, Some([3.0, 3.0]), Some([4.0, 3.0])]),
            "M1 1 2 2M3 3 4 3"
        );
        assert_eq!(
            drawn(&[Some([-5.0, 5.0]), Some([15.0, 5.0]), Some([15.0, 8.0]), Some([5.0, 8.0])]),
            "M0 5 10 5M10 8 5 8"
        );
        assert_eq!(drawn(&[Some([1e300, 5.0]), Some([5.0, 5.0])]), "M10 5 5 5");
        assert_eq!(drawn(&[Some([20.0, 20.0]), Some([30.0, 20.0])]), "");
    }

    #[test]
    fn crowded_points_are_thinned_and_the_last_one_kept() {
        let crowd: Vec<_> = (0..=1000).map(|k| Some([1.0 + 1e-4 * f64::from(k), 1.0])).collect();
        let out = drawn(&crowd);
        assert!(out.len() < 30, "{out}");
        assert!(out.ends_with("1.1 1"), "{out}");
    }
}
