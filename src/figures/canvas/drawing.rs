//! A finished drawing and its three file formats.

use std::sync::OnceLock;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use svg2pdf::{ConversionOptions, PageOptions};

use super::fonts::{FAMILY, database};
use super::pdf::canonical;

/// CSS pixels per point: what `usvg` makes of the unit `pt`.
const CSS: f64 = 96.0 / 72.0;
/// Pixels of a PNG per point: 216 dots per inch.
const PIXELS: f64 = 3.0;

/// A drawing could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// The SVG does not parse.
    #[error("the drawing is not valid SVG: {0}")]
    Svg(String),
    /// No picture of that size, or no encoding.
    #[error("the drawing cannot be written as PNG: {0}")]
    Png(String),
    /// No film of these pictures, or no encoding.
    #[error("the drawings cannot be written as GIF: {0}")]
    Gif(String),
    /// No PDF.
    #[error("the drawing cannot be written as PDF: {0}")]
    Pdf(String),
}

/// A text of a drawing and the box of its ink, in points.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox {
    /// The letters.
    pub text: String,
    /// Left, top, right, bottom.
    pub edges: [f64; 4],
}

impl TextBox {
    /// Whether the ink of two texts shares more than a hair (0.05 pt) in both directions.
    pub fn overlaps(&self, other: &TextBox) -> bool {
        let (a, b) = (self.edges, other.edges);
        let share = |lo: usize, hi: usize| a[hi].min(b[hi]) - a[lo].max(b[lo]) > 0.05;
        share(0, 2) && share(1, 3)
    }
}

/// A picture as SVG text, from which PNG and PDF are made.
#[derive(Debug, Clone)]
pub struct Drawing {
    svg: String,
    tree: OnceLock<usvg::Tree>,
}

impl Drawing {
    pub(super) fn new(svg: String) -> Self {
        Self { svg, tree: OnceLock::new() }
    }

    /// The SVG file.
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The PNG file at 216 dots per inch.
    pub fn png(&self) -> Result<Vec<u8>, DrawError> {
        self.png_at(PIXELS)
    }

    /// The PNG file with so many pixels per point (1/72 inch).
    pub fn png_at(&self, pixels_per_point: f64) -> Result<Vec<u8>, DrawError> {
        encode(&self.raster(pixels_per_point)?).map_err(|error| DrawError::Png(error.to_string()))
    }

    /// The picture with so many pixels per point (1/72 inch).
    pub(super) fn raster(&self, pixels_per_point: f64) -> Result<Raster, DrawError> {
        let tree = self.tree()?;
        let scale = (pixels_per_point / CSS) as f32;
        let side = |points: f32| (points * scale).round().clamp(1.0, 30_000.0) as u32;
        let (width, height) = (side(tree.size().width()), side(tree.size().height()));
        let mut pixels = Pixmap::new(width, height)
            .ok_or_else(|| DrawError::Png(format!("no picture of {width} × {height} pixels")))?;
        // The page may end within the last row or column of pixels.
        pixels.fill(Color::WHITE);
        resvg::render(tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
        let opaque = pixels.data().chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Ok(Raster { width, height, pixels: opaque })
    }

    /// The PDF file with embedded fonts.
    pub fn pdf(&self) -> Result<Vec<u8>, DrawError> {
        let page = PageOptions { dpi: 96.0 };
        let bytes = svg2pdf::to_pdf(self.tree()?, ConversionOptions::default(), page)
            .map_err(|error| DrawError::Pdf(error.to_string()))?;
        canonical(&bytes).ok_or_else(|| DrawError::Pdf("its objects cannot be put in order".to_owned()))
    }

    /// Every text with the box of its ink: what a test needs to see that nothing overlaps.
    pub fn texts(&self) -> Result<Vec<TextBox>, DrawError> {
        let mut boxes = Vec::new();
        collect(self.tree()?.root(), &mut boxes);
        Ok(boxes)
    }

    /// Pairs of texts that lie on each other; none in a drawing fit for print.
    pub fn collisions(&self) -> Result<Vec<[TextBox; 2]>, DrawError> {
        let texts = self.texts()?;
        let mut pairs = Vec::new();
        for (k, one) in texts.iter().enumerate() {
            pairs.extend(
                texts[..k].iter().filter(|other| one.overlaps(other)).map(|other| [other.clone(), one.clone()]),
            );
        }
        Ok(pairs)
    }

    /// Width and height in points.
    pub fn size(&self) -> Result<[f64; 2], DrawError> {
        let size = self.tree()?.size();
        Ok([f64::from(size.width()) / CSS, f64::from(size.height()) / CSS])
    }

    fn tree(&self) -> Result<&usvg::Tree, DrawError> {
        if let Some(tree) = self.tree.get() {
            return Ok(tree);
        }
        let options = usvg::Options { fontdb: database(), font_family: FAMILY.to_owned(), ..usvg::Options::default() };
        let tree = usvg::Tree::from_str(&self.svg, &options).map_err(|error| DrawError::Svg(error.to_string()))?;
        Ok(self.tree.get_or_init(|| tree))
    }
}

/// Pixels row by row; the page is opaque.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Raster {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Red, green, blue [height · width].
    pub(super) pixels: Vec<[u8; 3]>,
}

/// Three channels and no filter: a quarter of the bytes of `Pixmap::encode_png`, for the page is
/// opaque and flat colours compress best as they are.
fn encode(raster: &Raster) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, raster.width, raster.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::FilterType::NoFilter);
    encoder.set_compression(png::Compression::Default);
    encoder.write_header()?.write_image_data(raster.pixels.as_flattened())?;
    Ok(bytes)
}

fn collect(group: &usvg::Group, boxes: &mut Vec<TextBox>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => collect(inner, boxes),
            usvg::Node::Text(text) => {
                // The letters' outlines are laid out before the text is turned.
                let ink = text.flattened().bounding_box();
                let ink = ink.transform(text.abs_transform()).unwrap_or(ink);
                let letters = text.chunks().iter().map(|chunk| chunk.text()).collect();
                let edges = [ink.left(), ink.top(), ink.right(), ink.bottom()];
                boxes.push(TextBox { text: letters, edges: edges.map(|e| f64::from(e) / CSS) });
            }
            _ => {}
        }
    }
}
