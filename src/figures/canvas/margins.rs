//! How much room the letters around a panel need.

use super::axis::{Axis, Tick};
use super::frame::Frame;
use super::panel::Panel;
use super::style::Style;
use super::text::Level;
use super::text::{CAP, runs, width, wrap};

/// Length of a tick in points.
pub(super) const TICK: f64 = 2.2;
/// Width of a colour bar in font sizes.
pub(super) const BAR: f64 = 0.9;
/// Flattest and highest panel with equal axes.
const RATIO: [f64; 2] = [0.4, 1.3];

/// A panel's place in the grid: its axes as drawn, its ticks and what it shares with neighbours.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) x: Axis,
    pub(super) y: Axis,
    /// Height over width.
    pub(super) ratio: f64,
    /// A colour bar stands to the right.
    pub(super) bar: bool,
    pub(super) show_x: bool,
    pub(super) show_y: bool,
    pub(super) x_ticks: Vec<Tick>,
    pub(super) y_ticks: Vec<Tick>,
    pub(super) bar_ticks: Vec<Tick>,
    pub(super) y_width: f64,
    pub(super) y_label_turned: bool,
    pub(super) title: Vec<String>,
    pub(super) subtitle: Vec<String>,
    label: String,
}

/// Room on the four sides.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Margins {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl Cell {
    pub(super) fn new(panel: &Panel) -> Self {
        let (mut x, mut y, mut ratio) = (panel.x.clone(), panel.y.clone(), panel.aspect);
        if panel.equal && !x.log && !y.log {
            let wanted = (y.hi - y.lo) / (x.hi - x.lo);
            ratio = wanted.clamp(RATIO[0], RATIO[1]);
            if wanted < ratio {
                y = y.stretched(ratio / wanted);
            } else if wanted > ratio {
                x = x.stretched(wanted / ratio);
            }
        }
        Self {
            x,
            y,
            ratio,
            bar: panel.bar().is_some(),
            show_x: true,
            show_y: true,
            x_ticks: Vec::new(),
            y_ticks: Vec::new(),
            bar_ticks: Vec::new(),
            y_width: 0.0,
            y_label_turned: false,
            title: Vec::new(),
            subtitle: Vec::new(),
            label: panel.y.label.clone(),
        }
    }

    /// Chooses ticks and breaks titles for a data rectangle of the given size.
    pub(super) fn fit(&mut self, panel: &Panel, size: [f64; 2], style: Style) {
        let small = style.small();
        let most = |room: f64, each: f64| ((room / (each * style.font_size)) as usize + 1).clamp(2, 7);
        let wide = |label: &str| width(label, small, false);
        let high = |_: &str| CAP * small;
        self.x_ticks = self.x.fitting(size[0], most(size[0], 2.6), 0.7 * small, wide);
        self.y_ticks = self.y.fitting(size[1], most(size[1], 2.2), 0.8 * small, high);
        self.bar_ticks = panel.bar().map_or_else(Vec::new, |scale| {
            let axis = Axis::linear(scale.lo, scale.hi, "");
            axis.fitting(size[1], most(size[1], 2.4), 0.8 * small, high)
        });
        self.y_width = self.y_ticks.iter().map(|tick| wide(&tick.label)).fold(0.0, f64::max);
        // A single letter stands, words are turned.
        self.y_label_turned = width(&self.label, style.font_size, false) > 1.6 * style.font_size;
        self.title = wrap(&panel.title, style.font_size, true, size[0]);
        self.subtitle = wrap(&panel.subtitle, small, false, size[0]);
    }

    /// How far superscripts rise above the digits of tick labels.
    pub(super) fn raise(&self, ticks: &[Tick], size: f64) -> f64 {
        let raised = |tick: &Tick| runs(&tick.label).iter().any(|run| run.level == Level::Sup);
        if ticks.iter().any(raised) { 0.16 * size } else { 0.0 }
    }

    /// The room needed around the data rectangle.
    pub(super) fn margins(&self, panel: &Panel, style: Style) -> Margins {
        let (size, small) = (style.font_size, style.small());
        let overhang = |tick: Option<&Tick>, end: f64| {
            tick.map_or(0.0, |tick| 0.5 * width(&tick.label, small, false) - (tick.at - end).abs() * 40.0)
        };
        let labelled = || self.x_ticks.iter().filter(|tick| !tick.label.is_empty());
        let mut left = 0.3 * size;
        if self.show_x {
            left = left.max(overhang(labelled().next(), 0.0) + 0.3 * size);
        }
        if self.show_y {
            let label = match (self.label.is_empty(), self.y_label_turned) {
                (true, _) => 0.0,
                (false, true) => 1.4 * size,
                (false, false) => 0.45 * size + width(&self.label, size, false),
            };
            left = left.max(TICK + 0.3 * size + self.y_width + label);
        }
        let mut right = 0.3 * size;
        if self.show_x {
            right = right.max(overhang(labelled().next_back(), 1.0) + 0.3 * size);
        }
        if let Some(scale) = panel.bar() {
            let widest = self.bar_ticks.iter().map(|t| width(&t.label, small, false)).fold(0.0, f64::max);
            let label = if scale.label.is_empty() { 0.0 } else { 0.4 * size + 1.1 * small };
            right = right.max((0.8 + BAR + 0.15 + 0.9) * size + TICK + widest + label);
        }
        let lines = 1.25 * self.title.len() as f64 + 1.2 * self.subtitle.len() as f64;
        let top = if lines > 0.0 { lines * size + 0.35 * size } else { 0.45 * size };
        let mut bottom = TICK + 0.2 * size;
        if self.show_x {
            bottom = TICK + 0.25 * size + CAP * small + self.raise(&self.x_ticks, small) + 0.2 * size;
            if !self.x.label.is_empty() {
                bottom += 1.35 * size;
            }
        }
        Margins { left, right, top, bottom }
    }

    /// The data rectangle.
    pub(super) fn frame(&self, at: [f64; 2], size: [f64; 2]) -> Frame {
        Frame { at, size, x: self.x.clone(), y: self.y.clone() }
    }
}
