#include "embedded_support.hpp"
#include "pouch/stage/check_content.hpp"
#include "pouch/stage/label_document.hpp"
#include "support/bundle.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

/// Documents of a bundle and their labels.
struct Case {
    label::Policy policy = test::sample_policy("nato-sample.spif.xml");
    std::map<std::string, std::string> files;
    std::map<std::string, std::string> sidecars; ///< Classifications by path.
    std::string whole = "SECRET";
    std::optional<label::Clearance> clearance;
    std::string unread;

    [[nodiscard]] label::Label label(const std::string& classification) const
    {
        return test::make_label(policy, classification, {test::permissive("Context", {"NATO"})});
    }

    [[nodiscard]] std::string bdo(const std::string& classification, const std::string& uri = "") const
    {
        format::Bdo bdo;
        bdo.originator = label(classification);
        bdo.data_uri = uri;
        return std::string(as_text(format::write_bdo(bdo)));
    }

    [[nodiscard]] Bytes bundle() const
    {
        test::Files content;
        for (const auto& [path, text] : files) content[path] = to_bytes(text);
        for (const auto& [path, classification] : sidecars)
            content[path + ".bdo"] = stage::sidecar_of(label(classification), path);
        const auto plain = test::pack_files(content);
        io::MemorySource source(plain);
        io::MemorySink out;
        stage::RelabelOptions options;
        format::Bdo bdo;
        bdo.originator = label(whole);
        bdo.data_uri = format::bundle_reference;
        options.label = format::write_bdo(bdo);
        stage::relabel(source, out, options);
        return out.bytes;
    }

    /// What is found: reasons and sentences.
    std::string check(ByteView document, const std::optional<Bytes>& sidecar = {})
    {
        unread.clear();
        const auto on_unread = [this](std::string_view path, std::string_view kind) {
            unread += std::string(path) + ": " + std::string(kind) + "; ";
        };
        io::MemorySource in(document);
        try {
            stage::check_content(in, sidecar, {policy, clearance, {1767225600}, on_unread});
        } catch (const Error& error) {
            auto all = std::to_string(static_cast<int>(error.fault())) + ":" + error.reason() + " ";
            if (error.details().empty()) return all + error.message();
            for (const auto& one : error.details()) all += one + "\n";
            return all;
        }
        return "fine";
    }
    std::string check() { return check(bundle()); }
};

std::string paragraph(const std::string& text)
{
    return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

std::string text_of(const Bytes& bytes)
{
    return std::string(as_text(bytes));
}

using Catch::Matchers::Contains;

} // namespace

TEST_CASE("each file of a bundle is held against its own label, else that of the bundle")
{
    Case c;
    c.files = {{"a.txt", "(NS) a\n"}, {"b.txt", "NATO RESTRICTED\n\n(NR) b\n"}, {"empty", ""}};
    c.sidecars = {{"b.txt", "RESTRICTED"}};
    CHECK(c.check() == "fine");
    c.sidecars["a.txt"] = "CONFIDENTIAL";
    CHECK(c.check() == "4:portion.above a.txt: line 1: a portion marked above the label 'NATO CONFIDENTIAL'");
    c.sidecars.clear();
    CHECK(c.check() ==
          "4:portion.banner b.txt: line 1: a page marking that is not that of the label, 'NATO SECRET'");
    c.whole = "RESTRICTED";
    CHECK_THAT(c.check(), Contains("4:portion.above a.txt: line 1"));
}

TEST_CASE("everything is told, up to a limit, and no text")
{
    Case c;
    c.whole = "RESTRICTED";
    for (int i = 0; i < 210; ++i) c.files["f" + std::to_string(1000 + i)] = "(NS) hidden words\n";
    std::string many;
    for (int i = 0; i < 30; ++i) many += "(NS) hidden words\n\n";
    c.files["a"] = many + "NATO SECRET\n(ZZ) hidden words\n";
    const auto all = c.check();
    CHECK_THAT(all,
               Contains("a: line 1; line 3;") && Contains("line 39; and 10 more: a portion marked above"));
    CHECK_THAT(all, Contains("a: line 61: a page marking") && Contains("a: line 62: a portion mark that"));
    CHECK_THAT(all, Contains("and 13 more\n"));
    CHECK_THAT(all, !Contains("hidden") && !Contains("ZZ"));
}

TEST_CASE("a large text is read in pieces, to its end")
{
    Case c;
    c.whole = "RESTRICTED";
    std::string large;
    for (int i = 0; i < 100000; ++i) large += "(NR) some line of an exercise\n";
    c.files = {{"a.txt", "(NU) x\n"}, {"b.txt", large + "(NS) x\n"}, {"c.txt", "(NR) x\n"}};
    CHECK(c.check() ==
          "4:portion.above b.txt: line 100001: a portion marked above the label 'NATO RESTRICTED'");
}

TEST_CASE("documents of an office are read in all parts that have text")
{
    Case c;
    c.whole = "RESTRICTED";
    const auto good = test::docx_of(paragraph("NATO RESTRICTED") + paragraph("(NR) a"));
    c.files = {{"a.docx", text_of(good)}};
    CHECK(c.check() == "fine");
    c.files = {{"a.docx", text_of(test::docx_of(paragraph("(N</w:t></w:r><w:r><w:t>S) a") +
                                                paragraph("NATO SECRET")))}};
    CHECK_THAT(c.check(), Contains("a.docx: word/document.xml, paragraph 1: a portion marked above") &&
                              Contains("a.docx: word/document.xml, paragraph 2: a page marking"));
    c.files = {{"a.docx", text_of(good).substr(0, good.size() - 9)}};
    CHECK_THAT(c.check(), Contains("4:zip.") && Contains(" a.docx: "));
    c.files = {{"a.docx", text_of(test::docx_of("<w:p>"))}};
    CHECK_THAT(c.check(), Contains("4:xml.syntax a.docx: word/document.xml: "));
    c.files = {{"a.zip", text_of(test::zip_of_parts({{"a.txt", "(NS) a"}}))}, {"b.pdf", "%PDF-1.7"}};
    CHECK(c.check() == "fine");
    CHECK(c.unread == "a.zip: a ZIP container; b.pdf: PDF; ");
}

TEST_CASE("a part of a document is read whatever is said of its type")
{
    Case c;
    c.whole = "RESTRICTED";
    const auto above = [&](const Bytes& docx) {
        c.files = {{"a.docx", text_of(docx)}};
        CHECK_THAT(c.check(), Contains("a.docx: word/document.xml, paragraph 1: a portion marked above"));
    };
    const auto text = paragraph("(NS) a");
    auto shouted = test::word_type;
    for (auto& letter : shouted)
        letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
    for (const auto& type :
         {test::word_type, shouted, test::word_type + "; charset=utf-8", test::word_type + " ",
          std::string("application/xml"), std::string("text/plain"), std::string()})
        above(test::docx_of(text, type));
    above(test::docx_of(text, test::word_type, "/word/d%6Fcument.xml"));

    // A part of office software that is no XML is named.
    c.files = {
        {"a.xlsb", text_of(test::zip_of_parts(
                       {{"[Content_Types].xml",
                         "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                         "<Default Extension=\"bin\" "
                         "ContentType=\"application/vnd.ms-excel.sheet.binary.main\"/></Types>"},
                        {"xl/workbook.bin", "(NS) a"}}))}};
    CHECK(c.check() == "fine");
    CHECK(c.unread == "a.xlsb: xl/workbook.bin: no XML; ");
}

TEST_CASE("a page marking counts however it looks")
{
    Case c;
    c.whole = "RESTRICTED";
    for (const std::string line :
         {"NATO SECRET", "NATO\u00A0SECRET", "\u00A0NATO SECRET\u2003", "NA\u200BTO SECRET",
          "NATO SEC\u00ADRET", "\uFF2E\uFF21\uFF34\uFF2F \uFF33\uFF25\uFF23\uFF32\uFF25\uFF34",
          "N\u0410TO SECRET", "nato secret", "Nato Secret", "**NATO SECRET**", "# NATO SECRET",
          "> NATO SECRET", "- NATO SECRET -", "\u2003**nato secret**"}) {
        c.files = {{"a.txt", "text\n" + line + "\n"}};
        INFO(line);
        CHECK_THAT(c.check(), Contains("line 2: a page marking"));
    }
    for (const std::string line : {"NATO RESTRICTED", "nato restricted", "**NATO\u00A0RESTRICTED**", "secret",
                                   "a secret", "nato secret, they said", "**secret**"}) {
        c.files = {{"a.txt", "text\n" + line + "\n"}};
        INFO(line);
        CHECK(c.check() == "fine");
    }
}

TEST_CASE("a text with marks is held against a label beside it, not against one inside")
{
    Case c;
    const auto inside = test::xmp_with(c.bdo("RESTRICTED"));
    for (const std::string text : {"(NS) a\n", "(NR) a\n", "NATO SECRET\n", "(NQ//X) a\n"}) {
        for (const auto& whole : {text + inside, inside + "\n" + text}) {
            c.files = {{"a.svg", whole}};
            CHECK_THAT(c.check(), Contains("a.svg: marks of a text are held"));
            CHECK_THAT(c.check(as_bytes(whole)), Contains("marks of a text are held"));
        }
    }
    c.files = {{"a.svg", "no marks\n" + inside}};
    CHECK(c.check() == "fine");
}

TEST_CASE("a package that something stands before is refused, as other readers find it there")
{
    Case c;
    c.whole = "RESTRICTED";
    c.files = {{"a.docx", "\n" + text_of(test::docx_of(paragraph("(NS) a")))}};
    CHECK_THAT(c.check(), Contains("4:zip.syntax a.docx: something stands before"));
}

TEST_CASE("a label inside a file must be the one beside it, and not above its bundle")
{
    Case c;
    const auto docx = [&](const std::string& classification, const std::string& text) {
        return text_of(test::docx_with(
            paragraph(text), {{"customXml/item1.xml", c.bdo(classification, "pack:///word/document.xml")}}));
    };
    c.files = {{"a.docx", docx("RESTRICTED", "(NR) a")},
               {"b.jpg", "\xFF\xD8\xFF" + test::xmp_with(c.bdo("RESTRICTED"))}};
    c.sidecars = {{"a.docx", "RESTRICTED"}, {"b.jpg", "RESTRICTED"}};
    CHECK(c.check() == "fine");
    c.sidecars = {{"a.docx", "CONFIDENTIAL"}, {"b.jpg", "CONFIDENTIAL"}};
    CHECK_THAT(
        c.check(),
        Contains("a.docx: the label in customXml/item1.xml: not the one that stands beside the document "
                 "(label.conflict)") &&
            Contains("b.jpg: the label in XMP: not the one"));
    // Without one beside it, it is the file's own.
    c.sidecars.clear();
    CHECK(c.check() == "fine");
    c.files = {{"a.docx", docx("RESTRICTED", "(NS) a")}};
    CHECK_THAT(c.check(), Contains("portion.above") && Contains("'NATO RESTRICTED'"));
    c.files = {{"a.docx", docx("TOP SECRET", "(NS) a")},
               {"b.jpg", "\xFF\xD8\xFF" + test::xmp_with(c.bdo("TOP SECRET"))}};
    CHECK_THAT(c.check(),
               Contains("a.docx: the label in customXml/item1.xml: the bundle label does not dominate it") &&
                   Contains("b.jpg: the label in XMP: the bundle label does not"));
    const auto twice = test::xmp_with(c.bdo("SECRET")) + test::xmp_with(c.bdo("SECRET"));
    c.files = {{"b.pdf", "%PDF-1.7 " + twice}};
    CHECK(c.check() == "4:label.ambiguous b.pdf: two labels in one document, in XMP");
    c.files = {{"b.pdf", "%PDF-1.7 " + test::xmp_with(c.bdo("SECRET", "./other.pdf"))}};
    CHECK_THAT(c.check(), Contains("4:label.reference b.pdf: the label refers to ./other.pdf"));
    c.files = {{"b.pdf", "%PDF-1.7 " + test::xmp_with(test::embedded_bdo({""}))}};
    CHECK_THAT(c.check(), Contains("4:label.unknown-policy b.pdf: the label in XMP: in another policy"));
    c.files = {{"b.pdf", "%PDF-1.7 " + test::xmp_with(test::with(c.bdo("SECRET"), ">SECRET<", ">NONE<"))}};
    CHECK_THAT(c.check(), Contains("4:label.invalid b.pdf: the label in XMP: "));
    // It may be stricter for a reader than anything beside it.
    c.clearance = test::sample_clearance("nato-member.clearance.xml");
    c.whole = "SECRET";
    c.files = {{"b.pdf", "%PDF-1.7 " + test::xmp_with(c.bdo("SECRET"))}};
    CHECK(c.check() == "fine");
    c.clearance->classifications = {"RESTRICTED", "SECRET"};
    c.files = {{"b.pdf", "%PDF-1.7 " + test::xmp_with(c.bdo("CONFIDENTIAL"))}};
    CHECK_THAT(c.check(), Contains("4:label.denied b.pdf: the label in XMP: "));
}

TEST_CASE("a document alone has its label beside it or inside")
{
    Case c;
    const auto sidecar = stage::sidecar_of(c.label("RESTRICTED"), "memory");
    CHECK(c.check(as_bytes("(NR) a"), sidecar) == "fine");
    CHECK_THAT(c.check(as_bytes("(NS) a"), sidecar), Contains("4:portion.above memory: line 1"));
    CHECK(c.check(as_bytes("(NR) a")) == "4:label.missing memory: no label beside it or in it");
    CHECK(c.check(as_bytes("%PDF-1.7")) == "4:label.missing memory: no label beside it or in it");
    CHECK(c.check(as_bytes("%PDF-1.7"), sidecar) == "fine");
    CHECK(c.check(as_bytes("(NR) a"), stage::sidecar_of(c.label("RESTRICTED"), "other"))
              .starts_with("1:label.reference"));
    CHECK(c.check(as_bytes("(NR) a"), to_bytes("no label")).starts_with("1:label.malformed"));
    const auto docx = test::docx_with(paragraph("(NS) a"), {{"customXml/item1.xml", c.bdo("RESTRICTED")}});
    CHECK_THAT(c.check(docx), Contains("4:portion.above memory: word/document.xml, paragraph 1"));
    CHECK_THAT(c.check(docx, stage::sidecar_of(c.label("SECRET"), "memory")), Contains("4:label.conflict"));
    CHECK(c.check(to_bytes("")).starts_with("4:label.missing"));
}

TEST_CASE("a bundle is judged by its labels first, and refused wherever its bytes are wrong")
{
    Case c;
    c.files = {{"a.txt", "(NS) a\n"}};
    c.whole = "RESTRICTED";
    c.clearance = test::sample_clearance("kor.clearance.xml");
    CHECK_THAT(c.check(), Contains("4:label.denied"));
    c.clearance.reset();
    const auto bundle = c.bundle();
    CHECK_THAT(c.check(bundle, to_bytes("x")), Contains("1:label.orphan"));
    for (std::size_t at = bundle.size() - 1200; at < bundle.size(); at += 13) {
        auto changed = bundle;
        changed[at] ^= std::byte{1};
        CHECK(c.check(changed).substr(0, 2) == "1:");
        CHECK(c.check(ByteView(bundle).first(at)).substr(0, 2) == "1:");
    }
    auto longer = bundle;
    longer.push_back(std::byte{0});
    CHECK_THAT(c.check(longer), Contains("1:bundle.trailing"));
}
