//! The type-setter: one fixed template, the fonts, and nothing else within its reach.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use kernel::day::Day;
use proto::paper::{Document, Problem};
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue as _, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::faces::{Faces, fonts_in};
use crate::reading::read;
use crate::sheet::Sheet;

const TEMPLATE: &str = include_str!("official.typ");

/// How many papers what was computed for one is kept.
const REMEMBERED: usize = 8;

/// What was made of a document.
#[derive(Debug)]
pub enum Printed {
    /// The file, and how many pages it has.
    Paper(Vec<u8>, usize),
    /// What prevents it.
    Problems(Vec<Problem>),
}

/// The template and the fonts, read once.
#[derive(Debug)]
pub struct Press {
    template: Source,
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    faces: String,
    standards: PdfStandards,
}

impl Press {
    /// With the office's own fonts, if there are any, and those that come along.
    pub fn new(own: Option<&Path>, shipped: &Path) -> anyhow::Result<Self> {
        let folders: Vec<PathBuf> = own.into_iter().chain([shipped]).map(Path::to_owned).collect();
        let mut fonts = Vec::new();
        for folder in folders {
            fonts.extend(fonts_in(&folder)?);
        }
        let book = FontBook::from_fonts(&fonts);
        let faces = serde_json::to_string(&Faces::choose(&book)?)?;
        let path = VirtualPath::new("official.typ").map_err(|error| anyhow!("{error:?}"))?;
        let template = Source::new(RootedPath::new(VirtualRoot::Project, path).intern(), TEMPLATE.to_owned());
        let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|error| anyhow!("{error:?}"))?;
        Ok(Self { template, fonts, book: LazyHash::new(book), faces, standards })
    }

    /// Makes a PDF of a document.
    pub fn print(&self, document: Document, today: Day) -> anyhow::Result<Printed> {
        let laid_out = match self.lay_out(document, today)? {
            Ok(laid_out) => laid_out,
            Err(problems) => return Ok(Printed::Problems(problems)),
        };
        let options = PdfOptions {
            creator: Smart::Custom(Some("讼理".to_owned())),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&laid_out, &options).map_err(|errors| said(&errors)).context("PDF")?;
        typst::comemo::evict(REMEMBERED);
        Ok(Printed::Paper(pdf, laid_out.pages().len()))
    }

    /// Lays a document out on pages, unless something is wrong with it.
    pub fn lay_out(&self, document: Document, today: Day) -> anyhow::Result<Result<PagedDocument, Vec<Problem>>> {
        let sheet = match read(document, today, &|c| self.shows(c)) {
            Ok(sheet) => sheet,
            Err(problems) => return Ok(Err(problems)),
        };
        let Warned { output, .. } = typst::compile(&Desk { press: self, library: self.library(&sheet)? });
        output.map(Ok).map_err(|errors| said(&errors))
    }

    fn library(&self, sheet: &Sheet) -> anyhow::Result<LazyHash<Library>> {
        let document = serde_json::to_string(sheet)?;
        let inputs = [("document", document), ("faces", self.faces.clone())];
        let inputs: Dict = inputs.into_iter().map(|(name, json)| (name.into(), json.into_value())).collect();
        Ok(LazyHash::new(Library::builder().with_inputs(inputs).build()))
    }

    fn shows(&self, c: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(c.into()))
    }
}

fn said(errors: &[SourceDiagnostic]) -> anyhow::Error {
    anyhow!("{}", errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; "))
}

/// What a template can see while it is set: itself, its data and the fonts. There are no files, no packages, no today.
struct Desk<'a> {
    press: &'a Press,
    library: LazyHash<Library>,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() { Ok(self.press.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _id: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
