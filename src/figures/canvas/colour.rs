//! Colours a colour-blind reader can tell apart, and scales from numbers to colours.

use plotters::style::colors::colormaps::{ColorMap, DerivedColorMap, ViridisRGB};

/// An sRGB colour (plotters' type).
pub use plotters::style::RGBColor as Color;

/// Okabe–Ito blue: the curve of a figure with a single curve.
pub const BLUE: Color = plotters::style::RGBColor(0, 114, 178);
/// Okabe–Ito orange.
pub const ORANGE: Color = plotters::style::RGBColor(230, 159, 0);
/// Okabe–Ito bluish green.
pub const GREEN: Color = plotters::style::RGBColor(0, 158, 115);
/// Okabe–Ito vermillion: starts, alarms, what diverges.
pub const VERMILLION: Color = plotters::style::RGBColor(213, 94, 0);
/// A red (Paul Tol's) that stays apart from blue and grey for every reader: where a run starts.
pub const RED: Color = plotters::style::RGBColor(204, 51, 17);
/// Okabe–Ito reddish purple.
pub const PURPLE: Color = plotters::style::RGBColor(204, 121, 167);
/// Okabe–Ito sky blue.
pub const SKY: Color = plotters::style::RGBColor(86, 180, 233);
/// Okabe–Ito yellow; too light for thin lines on white.
pub const YELLOW: Color = plotters::style::RGBColor(240, 228, 66);
/// Text and frames.
pub const BLACK: Color = plotters::style::RGBColor(26, 26, 26);
/// The page.
pub const WHITE: Color = plotters::style::RGBColor(255, 255, 255);
/// Secondary text, guides.
pub const GREY: Color = plotters::style::RGBColor(105, 105, 105);
/// The arrows of a vector field: a light grey-blue that stays behind the curves.
pub const PALE: Color = plotters::style::RGBColor(158, 174, 194);
/// Colours of successive curves; neighbours differ in lightness as well as in hue.
pub const CYCLE: [Color; 7] = [BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY, BLACK];

/// Colours of a [`ColorScale`], quantised to this many levels.
pub(super) const LEVELS: usize = 64;

/// Which colours a scale runs through.
#[derive(Debug, Clone, PartialEq)]
pub enum Colormap {
    /// Dark blue to yellow, even steps in lightness.
    Viridis,
    /// Blue through white to vermillion: the middle of the range is the neutral value.
    Diverging,
    /// Light to dark blue, for paths on a white ground.
    Blues,
    /// Named classes: the value k has the k-th colour and a place in the legend.
    Classes(Vec<(String, Color)>),
}

/// From a number to a colour, with the label of its colour bar.
#[derive(Debug, Clone, PartialEq)]
pub struct ColorScale {
    pub(super) map: Colormap,
    pub(super) lo: f64,
    pub(super) hi: f64,
    pub(super) label: String,
    /// How many colours there are between `lo` and `hi`.
    steps: usize,
    /// What stands above `hi`, with its colour.
    beyond: Option<(String, Color)>,
}

impl ColorScale {
    /// Colours of `map` spread over `lo..hi`; values outside take the end colours.
    pub fn new(map: Colormap, lo: f64, hi: f64, label: &str) -> Self {
        let (lo, hi) = if lo.is_finite() && hi.is_finite() && lo < hi { (lo, hi) } else { (0.0, 1.0) };
        Self { map, lo, hi, label: label.to_owned(), steps: LEVELS, beyond: None }
    }

    /// The same scale in that many even steps (1 to 64), so that a colour can be read off the bar.
    pub fn steps(self, steps: usize) -> Self {
        Self { steps: steps.clamp(1, LEVELS), ..self }
    }

    /// A colour of its own for values above the scale, named in the legend.
    pub fn beyond(self, color: Color, label: &str) -> Self {
        Self { beyond: Some((label.to_owned(), color)), ..self }
    }

    /// Classes 0, 1, 2, … with a name and a colour each; named in the legend instead of a bar.
    pub fn classes(classes: &[(&str, Color)]) -> Self {
        let named = classes.iter().map(|&(name, color)| (name.to_owned(), color)).collect();
        Self { map: Colormap::Classes(named), ..Self::new(Colormap::Blues, 0.0, 1.0, "") }
    }

    /// The level of a value, `None` where it is not a number or no class.
    pub(super) fn level(&self, value: f64) -> Option<usize> {
        if value.is_nan() {
            return None;
        }
        if let Colormap::Classes(classes) = &self.map {
            let class = value.round();
            return (class >= 0.0 && class < classes.len() as f64).then_some(class as usize);
        }
        if value > self.hi && self.beyond.is_some() {
            return Some(self.steps);
        }
        let t = ((value - self.lo) / (self.hi - self.lo)).clamp(0.0, 1.0);
        Some(((t * self.steps as f64) as usize).min(self.steps - 1))
    }

    /// The colours of all levels, that beyond the scale last.
    pub(super) fn palette(&self) -> Vec<Color> {
        let mut colors = self.bar_colors();
        colors.extend(self.beyond.iter().map(|(_, color)| *color));
        colors
    }

    /// The colours of the levels of the bar.
    pub(super) fn bar_colors(&self) -> Vec<Color> {
        let at = |k: usize| (k as f32 + 0.5) / self.steps as f32;
        let through = |colors: &[Color]| {
            let map = DerivedColorMap::new(colors);
            (0..self.steps).map(|k| map.get_color(at(k))).collect()
        };
        match &self.map {
            Colormap::Viridis => (0..self.steps).map(|k| ViridisRGB.get_color(at(k))).collect(),
            Colormap::Diverging => through(&[
                plotters::style::RGBColor(5, 72, 122),
                plotters::style::RGBColor(110, 171, 208),
                plotters::style::RGBColor(247, 247, 247),
                plotters::style::RGBColor(238, 164, 110),
                plotters::style::RGBColor(170, 62, 0),
            ]),
            Colormap::Blues => {
                through(&[plotters::style::RGBColor(166, 206, 233), BLUE, plotters::style::RGBColor(8, 29, 88)])
            }
            Colormap::Classes(classes) => classes.iter().map(|&(_, color)| color).collect(),
        }
    }

    /// What the legend says: the classes, or what lies beyond the bar.
    pub(super) fn named(&self) -> Vec<(String, Color)> {
        match &self.map {
            Colormap::Classes(classes) => classes.clone(),
            _ => self.beyond.iter().cloned().collect(),
        }
    }

    /// Whether the scale is explained by a bar (classes are explained in the legend).
    pub(super) fn has_bar(&self) -> bool {
        !matches!(self.map, Colormap::Classes(_))
    }
}
