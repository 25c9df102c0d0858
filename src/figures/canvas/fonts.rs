//! The embedded DejaVu fonts: the only fonts a drawing ever sees, so that it looks the same everywhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use usvg::fontdb::{Database, Source};

/// Family name of the embedded fonts, as written in the SVG.
pub(super) const FAMILY: &str = "DejaVu Sans";

/// Height of a plotters/ab_glyph pixel in em: DejaVu's (ascent − descent) / units per em.
const LINE_PER_EM: f64 = 2384.0 / 2048.0;

/// Font size at which plotters, which answers in whole pixels, is asked for widths.
const PROBE: f64 = 4096.0;

/// Upright, bold or slanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Face {
    Regular,
    Bold,
    Oblique,
    BoldOblique,
}

impl Face {
    const ALL: [Face; 4] = [Face::Regular, Face::Bold, Face::Oblique, Face::BoldOblique];

    pub(super) fn of(bold: bool, italic: bool) -> Self {
        match (bold, italic) {
            (false, false) => Face::Regular,
            (true, false) => Face::Bold,
            (false, true) => Face::Oblique,
            (true, true) => Face::BoldOblique,
        }
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Face::Regular => dejavu::sans::regular(),
            Face::Bold => dejavu::sans::bold(),
            Face::Oblique => dejavu::sans::oblique(),
            Face::BoldOblique => dejavu::sans::bold_oblique(),
        }
    }

    /// Plotters keeps one font per (name, style) and knows no bold oblique: one name per face.
    fn name(self) -> &'static str {
        match self {
            Face::Regular => "saddleflow regular",
            Face::Bold => "saddleflow bold",
            Face::Oblique => "saddleflow oblique",
            Face::BoldOblique => "saddleflow bold oblique",
        }
    }
}

/// The font database of all drawings, loaded once.
pub(super) fn database() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut fonts = Database::new();
        for face in Face::ALL {
            fonts.load_font_source(Source::Binary(Arc::new(face.bytes())));
        }
        fonts.set_sans_serif_family(FAMILY);
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(load))
}

/// Width of one character in em.
pub(super) fn advance(c: char, face: Face) -> f64 {
    static WIDTHS: OnceLock<Mutex<HashMap<(char, Face), f64>>> = OnceLock::new();
    let widths = WIDTHS.get_or_init(|| {
        for face in Face::ALL {
            // The bytes are those of the crate `dejavu`; should they fail, widths are estimated.
            let _ = register_font(face.name(), FontStyle::Normal, face.bytes());
        }
        Mutex::new(HashMap::new())
    });
    let mut widths = widths.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    *widths.entry((c, face)).or_insert_with(|| {
        let font = FontDesc::new(FontFamily::Name(face.name()), PROBE, FontStyle::Normal);
        let size = font.box_size(c.encode_utf8(&mut [0; 4]));
        size.map_or(0.6, |(w, _)| f64::from(w) * LINE_PER_EM / PROBE)
    })
}

/// The characters of `text` for which an embedded face has no glyph.
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let options = usvg::Options { fontdb: database(), ..usvg::Options::default() };
    let missing = |c: char, style: &str| {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
             <text font-family='{FAMILY}' {style}>&#{};</text></svg>",
            u32::from(c)
        );
        usvg::Tree::from_str(&svg, &options).map_or(true, |tree| !tree.root().children().iter().any(drawn))
    };
    let mut absent: Vec<char> = Vec::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !absent.contains(&c) && (missing(c, "") || missing(c, "font-weight='bold'")) {
            absent.push(c);
        }
    }
    absent
}

/// Whether a text node has at least one glyph and none of them is the empty box.
fn drawn(node: &usvg::Node) -> bool {
    let usvg::Node::Text(text) = node else {
        return false;
    };
    let mut glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs).peekable();
    glyphs.peek().is_some() && glyphs.all(|glyph| glyph.id.0 != 0)
}
