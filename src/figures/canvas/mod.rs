//! The drawing kit: one drawing serves SVG, PNG and PDF.
//!
//! ```
//! use saddleflow::figures::canvas::{Axis, Figure, Stroke, Style, BLUE};
//! let mut figure = Figure::grid(1, 1, Style::column());
//! let spiral = (0..500).map(|k| (0.1 * f64::from(k), 0.99_f64.powi(k)));
//! figure
//!     .panel(0, 0)
//!     .axes(Axis::linear(-1.0, 1.0, "θ"), Axis::linear(-1.0, 1.0, "ψ"))
//!     .equal()
//!     .curve(spiral.map(|(a, r)| [r * a.cos(), r * a.sin()]), Stroke::solid(BLUE), "R1")
//!     .start([1.0, 0.0])
//!     .equilibrium([0.0, 0.0]);
//! let png = figure.draw().png()?;
//! assert_eq!(&png[1..4], b"PNG");
//! # Ok::<(), saddleflow::figures::canvas::DrawError>(())
//! ```
//!
//! A [`Figure`] is a grid of [`Panel`]s, a panel is two [`Axis`] and layers; [`Table`] is a table
//! drawn as a picture. Both end in a [`Drawing`], whose bytes depend on the numbers alone.
//! Every text has reserved space: legends stand in rows beneath the grid, never on the data.
//!
//! Plotters provides colours, colour maps, ticks and font metrics. Its SVG backend is *not* used:
//! it rounds every coordinate and line width to an integer, writes one element per arrow, and has
//! neither dashes, nor clipping, nor sub- and superscripts. [`usvg`], [`resvg`] and [`svg2pdf`] lay
//! out and render what is written here.

mod arrows;
mod axis;
mod colour;
mod drawing;
mod figure;
mod film;
mod fonts;
mod frame;
mod heat;
mod layer;
mod legend;
mod margins;
mod panel;
mod path;
mod pdf;
mod render;
mod stroke;
mod style;
mod svg;
mod table;
mod text;

pub use crate::num::contour::{Grid, contour};
pub use axis::Axis;
pub use colour::{
    BLACK, BLUE, CYCLE, Color, ColorScale, Colormap, GREEN, GREY, ORANGE, PALE, PURPLE, RED, SKY, VERMILLION, WHITE,
    YELLOW,
};
pub use drawing::{DrawError, Drawing, TextBox};
pub use figure::Figure;
pub use film::Film;
pub use fonts::missing_glyphs;
pub use panel::Panel;
pub use path::Point;
pub use stroke::{Fill, Marker, Shape, Stroke};
pub use style::Style;
pub use table::{Align, Cell, Table, Tone};
