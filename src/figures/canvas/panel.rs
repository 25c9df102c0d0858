//! A panel: two axes and layers of data.

use super::axis::Axis;
use super::colour::{BLACK, ColorScale, GREEN, GREY};
use super::layer::Layer;
use super::path::Point;
use super::stroke::{Fill, Marker, Stroke};
use crate::num::contour::Grid;

/// One picture of a [`Figure`](super::Figure). Methods add layers; what lies above what is decided
/// by their kind (maps, areas, arrows, guides, curves, points, notes), not by the order of calls.
/// An empty label means no entry in the legend; equal entries of several panels are shown once.
#[derive(Debug, Clone)]
pub struct Panel {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) x: Axis,
    pub(super) y: Axis,
    pub(super) equal: bool,
    pub(super) aspect: f64,
    pub(super) layers: Vec<Layer>,
}

impl Default for Panel {
    fn default() -> Self {
        Self {
            title: String::new(),
            subtitle: String::new(),
            x: Axis::linear(0.0, 1.0, ""),
            y: Axis::linear(0.0, 1.0, ""),
            equal: false,
            aspect: 0.7,
            layers: Vec::new(),
        }
    }
}

impl Panel {
    /// Bold line above the panel.
    pub fn title(&mut self, title: &str) -> &mut Self {
        title.clone_into(&mut self.title);
        self
    }

    /// Smaller grey line beneath the title: a verdict, a rate.
    pub fn subtitle(&mut self, subtitle: &str) -> &mut Self {
        subtitle.clone_into(&mut self.subtitle);
        self
    }

    /// The axes. Panels of a grid whose neighbour has the same axis share its tick labels.
    pub fn axes(&mut self, x: Axis, y: Axis) -> &mut Self {
        (self.x, self.y) = (x, y);
        self
    }

    /// One unit is equally long on both axes; a range that would make the panel too flat or too
    /// high is widened.
    pub fn equal(&mut self) -> &mut Self {
        self.equal = true;
        self
    }

    /// Height over width, 0.7 unless told.
    pub fn aspect(&mut self, height_over_width: f64) -> &mut Self {
        if height_over_width.is_finite() {
            self.aspect = height_over_width.clamp(0.1, 3.0);
        }
        self
    }

    /// A vector field: arrows centred at `points`, their lengths compressed (as the square root)
    /// so that the short ones keep a direction.
    pub fn quiver(
        &mut self,
        points: impl IntoIterator<Item = Point>,
        vectors: impl IntoIterator<Item = Point>,
    ) -> &mut Self {
        let arrows = points.into_iter().zip(vectors).collect();
        self.add(Layer::Quiver { arrows })
    }

    /// A curve through points; one that is not finite breaks it.
    pub fn curve(&mut self, points: impl IntoIterator<Item = Point>, stroke: Stroke, label: &str) -> &mut Self {
        self.curves(vec![points.into_iter().collect()], stroke, label)
    }

    /// Several curves of the same look, as [`contour`](super::contour) gives them.
    pub fn curves(&mut self, lines: Vec<Vec<Point>>, stroke: Stroke, label: &str) -> &mut Self {
        self.add(Layer::Lines { lines, stroke, label: label.to_owned(), behind: false })
    }

    /// Where one component of a field vanishes: thin and dashed, behind the curves.
    pub fn nullcline(&mut self, lines: Vec<Vec<Point>>, stroke: Stroke, label: &str) -> &mut Self {
        self.add(Layer::Lines { lines, stroke, label: label.to_owned(), behind: true })
    }

    /// A curve coloured by a value per point, with a colour bar where the scale has a label.
    pub fn path_by(
        &mut self,
        points: impl IntoIterator<Item = Point>,
        values: impl IntoIterator<Item = f64>,
        scale: ColorScale,
    ) -> &mut Self {
        let points = points.into_iter().zip(values).collect();
        self.add(Layer::Graded { points, scale, marker: None })
    }

    /// Points coloured by a value each, with a colour bar where the scale has a label.
    pub fn scatter_by(
        &mut self,
        points: impl IntoIterator<Item = Point>,
        values: impl IntoIterator<Item = f64>,
        marker: Marker,
        scale: ColorScale,
    ) -> &mut Self {
        let points = points.into_iter().zip(values).collect();
        self.add(Layer::Graded { points, scale, marker: Some(marker) })
    }

    /// Points.
    pub fn scatter(&mut self, points: impl IntoIterator<Item = Point>, marker: Marker, label: &str) -> &mut Self {
        let points = points.into_iter().collect();
        self.add(Layer::Scatter { points, marker, label: label.to_owned() })
    }

    /// Where a run starts: a red disc.
    pub fn start(&mut self, point: Point) -> &mut Self {
        self.scatter([point], Marker::start(), "start")
    }

    /// An equilibrium: a black cross.
    pub fn equilibrium(&mut self, point: Point) -> &mut Self {
        self.scatter([point], Marker::equilibrium(), "equilibrium")
    }

    /// An arrow from one point to another.
    pub fn arrow(&mut self, from: Point, to: Point, stroke: Stroke, label: &str) -> &mut Self {
        self.add(Layer::Arrow { from, to, stroke, label: label.to_owned() })
    }

    /// The region `lo < x < hi`; infinite ends reach the edge of the panel.
    pub fn band_x(&mut self, lo: f64, hi: f64, fill: Fill, label: &str) -> &mut Self {
        self.add(Layer::Band { vertical: true, lo, hi, fill, label: label.to_owned() })
    }

    /// The region `lo < y < hi`; infinite ends reach the edge of the panel.
    pub fn band_y(&mut self, lo: f64, hi: f64, fill: Fill, label: &str) -> &mut Self {
        self.add(Layer::Band { vertical: false, lo, hi, fill, label: label.to_owned() })
    }

    /// A line at `y`.
    pub fn hline(&mut self, y: f64, stroke: Stroke, label: &str) -> &mut Self {
        self.add(Layer::Guide { vertical: false, at: y, stroke, label: label.to_owned() })
    }

    /// A line at `x`.
    pub fn vline(&mut self, x: f64, stroke: Stroke, label: &str) -> &mut Self {
        self.add(Layer::Guide { vertical: true, at: x, stroke, label: label.to_owned() })
    }

    /// A circle.
    pub fn circle(&mut self, center: Point, radius: f64, stroke: Stroke, label: &str) -> &mut Self {
        self.add(Layer::Circle { center, radius, stroke, fill: None, label: label.to_owned() })
    }

    /// The plane of the eigenvalues of a flow: the stable half is tinted, the axes are drawn.
    pub fn stable_half_plane(&mut self) -> &mut Self {
        self.band_x(f64::NEG_INFINITY, 0.0, Fill::tint(GREEN), "stable");
        self.hline(0.0, Stroke::guide(), "").vline(0.0, Stroke::solid(BLACK).width(0.9), "")
    }

    /// The plane of the eigenvalues of an update: the unit disc is tinted, its edge and the axes
    /// are drawn.
    pub fn stable_disc(&mut self) -> &mut Self {
        let layer = Layer::Circle {
            center: [0.0, 0.0],
            radius: 1.0,
            stroke: Stroke::solid(BLACK).width(0.9),
            fill: Some(Fill::tint(GREEN)),
            label: "stable".to_owned(),
        };
        self.add(layer).hline(0.0, Stroke::guide(), "").vline(0.0, Stroke::guide(), "")
    }

    /// A map: every node of the grid coloured, with a colour bar or, for classes, in the legend.
    /// Values that are not a number stay white.
    pub fn heat(&mut self, grid: Grid, scale: ColorScale) -> &mut Self {
        self.add(Layer::Heat { grid, scale })
    }

    /// A note at a point, moved by `offset` points of the page (right, up), with a leader line.
    /// It is kept inside the panel.
    pub fn annotate(&mut self, point: Point, text: &str, offset: Point) -> &mut Self {
        self.add(Layer::Note { at: point, text: text.to_owned(), offset })
    }

    /// The zero lines of both axes, thin and grey.
    pub fn zero_lines(&mut self) -> &mut Self {
        let thin = Stroke::solid(GREY).width(0.4);
        self.hline(0.0, thin.clone(), "").vline(0.0, thin, "")
    }

    fn add(&mut self, layer: Layer) -> &mut Self {
        self.layers.push(layer);
        self
    }

    /// The colour scale that needs a bar, if any.
    pub(super) fn bar(&self) -> Option<&ColorScale> {
        self.layers.iter().find_map(|layer| match layer {
            Layer::Heat { scale, .. } | Layer::Graded { scale, .. } => {
                Some(scale).filter(|scale| scale.has_bar() && !scale.label.is_empty())
            }
            _ => None,
        })
    }
}
