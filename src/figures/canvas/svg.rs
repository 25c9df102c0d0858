//! The SVG text itself: numbers with two decimals, few elements, real `<text>`.

use std::fmt::Write as _;

use super::colour::{Color, WHITE};
use super::fonts::FAMILY;
use super::path::Point;
use super::stroke::Stroke;
use super::text::runs;

/// Where the given x lies in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Font {
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) color: Color,
    pub(super) anchor: Anchor,
    /// Reads upwards.
    pub(super) upright: bool,
}

impl Font {
    pub(super) fn new(size: f64, color: Color, anchor: Anchor) -> Self {
        Self { size, bold: false, color, anchor, upright: false }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn upright(self) -> Self {
        Self { upright: true, ..self }
    }
}

/// A growing SVG document; coordinates in points.
pub(super) struct Svg {
    body: String,
}

/// A number with at most two decimals; the same text on every platform.
pub(super) fn num(out: &mut String, value: f64) {
    let hundredths = (value * 100.0).round().clamp(-1e9, 1e9) as i64;
    let (whole, part) = (hundredths.abs() / 100, hundredths.abs() % 100);
    if hundredths < 0 {
        out.push('-');
    }
    let written = match (whole, part % 10) {
        (_, _) if part == 0 => write!(out, "{whole}"),
        (_, 0) => write!(out, "{whole}.{}", part / 10),
        _ => write!(out, "{whole}.{part:02}"),
    };
    debug_assert!(written.is_ok());
}

/// Appends `M x y` or, inside a path, `L x y` in its shortest form.
pub(super) fn go(out: &mut String, command: char, point: Point) {
    out.push(command);
    num(out, point[0]);
    out.push(' ');
    num(out, point[1]);
}

fn hex(color: Color) -> String {
    format!("#{:02x}{:02x}{:02x}", color.0, color.1, color.2)
}

fn attribute(out: &mut String, name: &str, value: f64) {
    let _ = write!(out, " {name}=\"");
    num(out, value);
    out.push('"');
}

impl Svg {
    pub(super) fn new() -> Self {
        Self { body: String::new() }
    }

    /// An area given as path data.
    pub(super) fn area(&mut self, data: &str, color: Color, opacity: f64) {
        if data.is_empty() {
            return;
        }
        let _ = write!(self.body, "<path d=\"{data}\" fill=\"{}\"", hex(color));
        if opacity < 1.0 {
            attribute(&mut self.body, "fill-opacity", opacity);
        }
        self.body.push_str("/>\n");
    }

    /// An area of abutting cells: no smoothing at their edges.
    pub(super) fn cells(&mut self, data: &str, color: Color) {
        if !data.is_empty() {
            let hex = hex(color);
            let _ = writeln!(self.body, "<path d=\"{data}\" fill=\"{hex}\" shape-rendering=\"crispEdges\"/>");
        }
    }

    /// A line given as path data.
    pub(super) fn line(&mut self, data: &str, stroke: &Stroke) {
        if data.is_empty() {
            return;
        }
        let _ = write!(self.body, "<path d=\"{data}\" fill=\"none\" stroke=\"{}\"", hex(stroke.color));
        attribute(&mut self.body, "stroke-width", stroke.width);
        if stroke.dash.is_empty() {
            self.body.push_str(" stroke-linecap=\"round\"");
        } else {
            self.body.push_str(" stroke-dasharray=\"");
            for (k, &dash) in stroke.dash.iter().enumerate() {
                if k > 0 {
                    self.body.push(' ');
                }
                num(&mut self.body, dash * stroke.width.max(0.6));
            }
            self.body.push('"');
        }
        self.body.push_str(" stroke-linejoin=\"round\"/>\n");
    }

    /// A path that is both filled and stroked.
    pub(super) fn solid(&mut self, data: &str, fill: Color, stroke: Color, width: f64) {
        if data.is_empty() {
            return;
        }
        let (fill, stroke) = (hex(fill), hex(stroke));
        let _ = write!(self.body, "<path d=\"{data}\" fill=\"{fill}\" stroke=\"{stroke}\"");
        attribute(&mut self.body, "stroke-width", width);
        self.body.push_str(" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>\n");
    }

    /// A filled rectangle with rounded corners.
    pub(super) fn rect(&mut self, at: Point, size: Point, round: f64, color: Color, opacity: f64) {
        self.body.push_str("<rect");
        for (name, value) in [("x", at[0]), ("y", at[1]), ("width", size[0]), ("height", size[1])] {
            attribute(&mut self.body, name, value);
        }
        if round > 0.0 {
            attribute(&mut self.body, "rx", round);
        }
        let _ = write!(self.body, " fill=\"{}\"", hex(color));
        if opacity < 1.0 {
            attribute(&mut self.body, "fill-opacity", opacity);
        }
        self.body.push_str("/>\n");
    }

    /// A label with its baseline at `at`.
    pub(super) fn text(&mut self, label: &str, at: Point, font: Font) {
        if label.trim().is_empty() {
            return;
        }
        let out = &mut self.body;
        out.push_str("<text");
        attribute(out, "x", at[0]);
        attribute(out, "y", at[1]);
        attribute(out, "font-size", font.size);
        let _ = write!(out, " fill=\"{}\"", hex(font.color));
        match font.anchor {
            Anchor::Start => {}
            Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
            Anchor::End => out.push_str(" text-anchor=\"end\""),
        }
        if font.bold {
            out.push_str(" font-weight=\"bold\"");
        }
        if font.upright {
            out.push_str(" transform=\"rotate(-90 ");
            num(out, at[0]);
            out.push(' ');
            num(out, at[1]);
            out.push_str(")\"");
        }
        out.push('>');
        let mut shift = 0.0;
        for run in runs(label) {
            // `dy` and not `baseline-shift`, which Firefox ignores.
            let dy = run.drop() * font.size - shift;
            shift += dy;
            if dy == 0.0 && run.scale() == 1.0 && !run.italic {
                escape(out, &run.text);
                continue;
            }
            out.push_str("<tspan");
            if dy != 0.0 {
                attribute(out, "dy", dy);
            }
            if run.scale() != 1.0 {
                attribute(out, "font-size", run.scale() * font.size);
            }
            if run.italic {
                out.push_str(" font-style=\"italic\"");
            }
            out.push('>');
            escape(out, &run.text);
            out.push_str("</tspan>");
        }
        out.push_str("</text>\n");
    }

    /// The finished document on a white page.
    pub(super) fn finish(self, width: f64, height: f64) -> String {
        let mut head = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
        num(&mut head, width);
        head.push_str("pt\" height=\"");
        num(&mut head, height);
        head.push_str("pt\" viewBox=\"0 0 ");
        num(&mut head, width);
        head.push(' ');
        num(&mut head, height);
        let _ = writeln!(head, "\" font-family=\"'{FAMILY}', Verdana, sans-serif\">");
        let _ = writeln!(head, "<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>", hex(WHITE));
        head.push_str(&self.body);
        head.push_str("</svg>\n");
        head
    }
}

/// Escapes the five special characters and drops control characters, which XML forbids.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_short() {
        let show = |value| {
            let mut out = String::new();
            super::num(&mut out, value);
            out
        };
        let shown: Vec<_> = [0.0, -0.001, 1.5, -0.25, 12.346, 3.0].map(show).to_vec();
        assert_eq!(shown, ["0", "0", "1.5", "-0.25", "12.35", "3"]);
        assert_eq!(show(f64::NAN), "0");
    }
}
