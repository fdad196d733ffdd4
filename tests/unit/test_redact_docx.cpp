#include "pouch/redact/ooxml/cleaner.hpp"
#include "pouch/redact/ooxml/package.hpp"
#include "pouch/redact/ooxml/part_text.hpp"
#include "pouch/redact/ooxml/portions.hpp"
#include "unit/docx_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;
using namespace pouch::redact::ooxml;

namespace {

const std::string word_rules = R"(
[[rule]]
id = "ip"
category = "ip"
builtin = "ipv4"
[[rule]]
id = "gone"
literals = ["gone"]
action = "drop"
[[rule]]
id = "name"
category = "name"
literals = ["홍길동", "A&B", "ab"]
)";

std::string body_after(const std::string& body, const std::string& rules = word_rules)
{
    const auto set = test::rules_of(rules);
    const Scanner scanner(set.rules);
    return test::body_of(test::run_docx(scanner, set.target, test::docx_of(body)).output);
}
std::string failure_of(const std::string& body)
{
    return test::failure([&] { static_cast<void>(body_after(body)); });
}

std::string runs(const std::vector<std::string>& texts)
{
    std::string all = "<w:p>";
    for (const auto& text : texts) all += "<w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r>";
    return all + "</w:p>";
}

/// The text of a body, as it is searched.
std::string text_of_body(const std::string& body)
{
    const auto part = "<w:document" + test::word_space + ">" + body + "</w:document>";
    return std::string(PartText(part).text());
}

/// A judge that knows `(S)`, which withholds, and `(U)`.
class TestJudge final : public PortionJudge {
  public:
    PortionVerdict verdict(std::string_view inside) override
    {
        if (inside == "U") return PortionVerdict::readable;
        return inside == "S" ? PortionVerdict::withheld : PortionVerdict::unknown;
    }
    [[nodiscard]] bool opens_mark(std::string_view, bool) const override { return false; }
    [[nodiscard]] bool names_class(std::string_view) const override { return false; }
    [[nodiscard]] bool is_page_marking(std::string_view line) const override { return line == "SECRET"; }
    std::optional<PortionVerdict> marking_verdict(std::string_view) override { return std::nullopt; }
    [[nodiscard]] bool has_policy() const override { return true; }
};

std::string paragraph(const std::string& text)
{
    return text.empty() ? "<w:p/>" : "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

/// The paragraphs of texts, `|` between them, after portions are withheld; a cell of a table stands in brackets.
std::string portions(const std::vector<std::string>& texts, Unmarked unmarked = Unmarked::keep)
{
    std::string part = "<w:document" + test::word_space + ">";
    for (const auto& text : texts) {
        if (text == "[") {
            part += "<w:tbl><w:tr><w:tc>";
        } else if (text == "][") {
            part += "</w:tc><w:tc>";
        } else if (text == "]") {
            part += "</w:tc></w:tr></w:tbl>";
        } else {
            part += paragraph(text);
        }
    }
    part += "</w:document>";
    TestJudge judge;
    const auto left = withhold_portions(part, {judge, unmarked, [](std::size_t) {}});
    const PartText text(left.part);
    std::string all;
    for (const auto& step : text.steps()) {
        if (step.kind == Step::Kind::enter_cell) all += "[";
        if (step.kind == Step::Kind::leave_cell) all += "]";
        if (step.kind != Step::Kind::paragraph) continue;
        const auto& one = text.paragraphs()[step.paragraph];
        all += std::string(text.text().substr(one.text_begin, one.text_end - one.text_begin)) + "|";
    }
    return all + (left.is_all_withheld ? " nothing" : "");
}

} // namespace

TEST_CASE("a value is found over the runs that it is spread over, wherever they are cut")
{
    const std::string text = "host 192.0.2.77 up";
    for (std::size_t a = 0; a <= text.size(); ++a) {
        for (std::size_t b = a; b <= text.size(); b += 3) {
            const auto body = body_after(runs({text.substr(0, a), text.substr(a, b - a), text.substr(b)}));
            CHECK(text_of_body(body) == "host [REDACTED:ip] up\n");
        }
    }
}

TEST_CASE("what is replaced stands in the first run that it touches; other bytes stay")
{
    CHECK(body_after(runs({"x 192.0", ".2", ".1 y"})) ==
          "<w:p><w:r><w:t xml:space=\"preserve\">x [REDACTED:ip]</w:t></w:r><w:r><w:t/></w:r>"
          "<w:r><w:t xml:space=\"preserve\"> y</w:t></w:r></w:p>");
    const std::string kept = "<w:p ><w:r ><w:t>a &lt; b&#x20;c</w:t></w:r ></w:p >";
    CHECK(body_after(kept) == kept);
    CHECK(body_after(runs({"A&amp;", "B &lt;"})) ==
          "<w:p><w:r><w:t xml:space=\"preserve\">[REDACTED:name]</w:t></w:r>"
          "<w:r><w:t xml:space=\"preserve\"> &lt;</w:t></w:r></w:p>");
    // What a dropped span joins is searched again.
    CHECK(text_of_body(body_after(runs({"a", "go", "ne", "b"}))) == "[REDACTED:name]\n");
    CHECK(text_of_body(body_after(runs({"gone"}))) == "\n");
}

TEST_CASE("a value is found behind signs, symbols, references, and what Word does not show")
{
    const auto with = [](const std::string& between) {
        return "<w:p><w:r><w:t>192.0</w:t>" + between + "<w:t>.2.9</w:t></w:r></w:p>";
    };
    for (const std::string between :
         {"<w:softHyphen/>", "<w:lastRenderedPageBreak/>", "<w:footnoteReference w:id=\"1\"/>",
          "</w:r><w:proofErr w:type=\"a\"/><w:r>", "<!-- x -->", "<w:t> </w:t>",
          "</w:r><w:bookmarkStart w:id=\"1\" w:name=\"b\"/><w:bookmarkEnd w:id=\"1\"/><w:r>",
          "</w:r></w:p><!-- --><?x?><w:p><w:r>"}) {
        const auto body = body_after(with(between));
        CAPTURE(between);
        CHECK((body.find(".2.9") == std::string::npos) == (between.find("<w:p>") == std::string::npos));
    }
    CHECK(text_of_body(
              body_after("<w:p><w:r><w:t>192</w:t><w:sym w:char=\"F02E\"/><w:t>0.2</w:t>"
                         "<w:sym w:font=\"S\" w:char=\"002E\"/><w:sym w:char=\"F039\"/></w:r></w:p>")) ==
          "[REDACTED:ip]\n");
    std::string symbols;
    for (const char c : std::string("192.0.2.70"))
        symbols += fmt::format("<w:sym w:font=\"Symbol\" w:char=\"F0{:02X}\"/>", c);
    CHECK(text_of_body(body_after("<w:p><w:r>" + symbols + "</w:r></w:p>")) == "[REDACTED:ip]\n");
    CHECK(text_of_body(body_after("<w:p><w:r><w:t>(</w:t>" + symbols + "<w:t>)</w:t></w:r></w:p>")) ==
          "([REDACTED:ip])\n");
    CHECK(text_of_body(body_after("<w:p><w:r><w:t><![CDATA[192]]>.0&#46;2<!-- -->.1</w:t></w:r></w:p>")) ==
          "[REDACTED:ip]\n");
    CHECK(text_of_body(
              body_after("<w:p><w:sdt><w:sdtPr><w:tag w:val=\"gone\"/></w:sdtPr><w:sdtContent><w:r>"
                         "<w:t>홍길</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>동</w:t></w:r></w:p>")) ==
          "[REDACTED:name]\n");
}

TEST_CASE("cells and paragraphs are apart")
{
    const auto body = body_after("<w:tbl><w:tr><w:tc>" + runs({"192.0"}) + "</w:tc><w:tc>" + runs({".2.1"}) +
                                 "</w:tc></w:tr></w:tbl>");
    CHECK(text_of_body(body) == "192.0\n.2.1\n");
}

TEST_CASE("a document with what is hidden, changed or not known is refused")
{
    CHECK(failure_of("<w:p><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>x</w:t></w:r></w:p>").empty());
    CHECK(failure_of("<w:p><w:r><w:rPr><w:vanish w:val=\"1\"/></w:rPr></w:r></w:p>") == "1:ooxml.hidden");
    CHECK(failure_of("<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr></w:tr></w:tbl>") == "1:ooxml.hidden");
    CHECK(failure_of(runs({"\xE2\x80\xAE"
                           "07.2.0.291"})) == "1:ooxml.hidden");
    CHECK(failure_of(runs({"a&#xE0041;"})) == "1:ooxml.hidden"); // a tag character
    CHECK(failure_of(runs({"&#x1F3F4;&#xE0067;&#xE0062;&#xE007F;"})).empty());
    CHECK(failure_of("<w:p><w:moveFrom w:id=\"1\"/></w:p>") == "1:ooxml.change");
    CHECK(failure_of("<w:p><w:r><w:t>a<w:sdt/>b</w:t></w:r></w:p>") == "1:ooxml.element");
    CHECK(failure_of("<w:p><w:r><w:t>a<w:proofErr/>b</w:t></w:r></w:p>") == "1:ooxml.element");
    CHECK(failure_of(
              "<w:p><w:r><w:t xml:space=\"preserve\"> a</w:t></w:r><w:rPr xml:space=\"preserve\"/></w:p>") ==
          "1:ooxml.text");
    CHECK(failure_of("<w:p w:val=\"홍길동\"/>") == "4:redact.name");
    CHECK(body_after("<w:p w:author=\"홍길동\" w:unknown=\"홍길동\"/>") == "<w:p/>");
    CHECK(failure_of("<w:p><w:r><w:footnoteReference r:id=\"rId1\"/></w:r></w:p>") == "1:ooxml.relationship");
}

TEST_CASE("portions of a document: a paragraph each, and those behind a withheld one")
{
    CHECK(portions({"(U) one", "(S) two", "(U) three"}) == "(U) one|[portion withheld]|(U) three|");
    CHECK(portions({"(S) one", "goes on", "(S) two", "", "(S) three", "", "x"}) == "[portion withheld]||x|");
    CHECK(portions({"SECRET", "(U) one", "no mark", "", "x"}, Unmarked::withhold) ==
          "SECRET|(U) one|[portion withheld]|");
    CHECK(portions({"(S) one", "[", "cell", "][", "(U) seen", "][", "(S) a", "b", "]", "behind"}) ==
          "[portion withheld]|[[portion withheld]|][(U) seen|][[portion withheld]|][portion withheld]|");
    CHECK(portions({"(U) one", "[", "cell", "(S) x", "]", "behind"}) ==
          "(U) one|[cell|[portion withheld]|]behind|");
    CHECK(portions({"(U) one</w:t><w:br/><w:t>(S) two", "(U) three"}) == "[portion withheld]|(U) three|");
    CHECK(portions({"(S) one", "two"}) == "[portion withheld]| nothing");
    CHECK(portions({"[portion withheld]", "(S) one"}) == "[portion withheld]| nothing");
    CHECK(test::failure([] { static_cast<void>(portions({"(X) what"})); }) == "4:portion.unknown");
    // A mark by itself may be that of what stands beside it.
    CHECK(test::failure([] {
              static_cast<void>(portions({"[", "(S)", "][", "b", "]"}));
          }) == "4:portion.unknown");
    CHECK(test::failure([] { static_cast<void>(portions({"(S)", "", "b"})); }) == "4:portion.unknown");
    CHECK(portions({"(S) one", "", "b"}) == "[portion withheld]||b|");
    CHECK(portions({"[portion withheld]", "", "b"}) == "[portion withheld]||b|");
    CHECK(portions({"[", "[portion withheld]", "][", "b", "]"}) == "[[portion withheld]|][b|]");
    CHECK(portions({"(S)", "b", "", "c"}) == "[portion withheld]||c|");
    CHECK(portions({"(S)", "", "(U) b", "c"}) == "[portion withheld]||(U) b|c|");
}

TEST_CASE("a document that would change once more does not leave")
{
    auto set = test::rules_of(word_rules);
    set.target.unmarked = Unmarked::keep;
    const Scanner scanner(set.rules);
    TestJudge judge;
    const auto leaves = [&](const std::string& text) {
        return test::failure([&] {
            static_cast<void>(test::run_docx(scanner, set.target,
                                             test::docx_of(paragraph("(U) x") + paragraph(text)), &judge));
        });
    };
    CHECK(leaves("(U) gone text").empty());
    CHECK(leaves("gone(S) text") == "4:redact.invalid-output"); // what is left is a mark
}

TEST_CASE("a target is resolved in the package and never out of it")
{
    CHECK(resolved("word/document.xml", "media/a.png") == "word/media/a.png");
    CHECK(resolved("word/document.xml", "../customXml/item.xml") == "customXml/item.xml");
    CHECK(resolved("word/document.xml", "/word/styles.xml") == "word/styles.xml");
    CHECK(resolved("", "word/document.xml") == "word/document.xml");
    CHECK_FALSE(resolved("word/document.xml", "../../a"));
    CHECK(relationships_name("word/document.xml") == "word/_rels/document.xml.rels");
    CHECK(relationships_name("") == "_rels/.rels");
}

TEST_CASE("relationships and types of content are written as they are read, and no others are")
{
    const std::string open =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    const auto failure = [&](const std::string& content) {
        return test::failure(
            [&] { static_cast<void>(read_relationships(open + content + "</Relationships>")); });
    };
    const std::string good = "<Relationship Id=\"a\" Type=\"t\" Target=\"x&amp;y\" TargetMode=\"External\"/>";
    const auto all = read_relationships(open + good + "</Relationships>");
    REQUIRE(all.size() == 1);
    CHECK(all[0].target == "x&y");
    CHECK(text_of(read_relationships(text_of(all))) == text_of(all));
    for (const std::string bad :
         {"text", "<x/>", "<Relationship/>", "<Relationship Id=\"1\" Type=\"t\" Target=\"x\"/>",
          "<Relationship Id=\"a\" Type=\"t\" Target=\"x\" Other=\"y\"/>",
          "<Relationship Id=\"a\" Type=\"t\" Target=\"x\" TargetMode=\"Odd\"/>"})
        CHECK(failure(bad) == "1:ooxml.package");
    CHECK(failure(good + good) == "1:ooxml.package");
}

TEST_CASE("docx: symbols count whatever way they are written, and runs stand where they may")
{
    CHECK(body_after("<w:p><w:r><w:t>192.0.2</w:t><w:sym w:font=\"A\" "
                     "w:char=\"&#48;02E\"/><w:t>9</w:t></w:r></w:p>") ==
          body_after(
              "<w:p><w:r><w:t>192.0.2</w:t><w:sym w:font=\"A\" w:char=\"002E\"/><w:t>9</w:t></w:r></w:p>"));
    const auto link = [](const std::string& code) {
        return failure_of("<w:p><w:fldSimple w:instr=\" HYPERLINK " + code +
                          "\"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>");
    };
    CHECK(link("\\l &quot;_Toc1&quot;").empty());
    CHECK(link("\\l &quot;_Toc1&quot; \\h ").empty());
    CHECK(link("&quot;https://example.org/&quot;").empty());
    for (const auto* code : {"\\l &quot;a&quot; &quot;\\\\srv\\share&quot;", "\\l a",
                             "&quot;https://example.org/&quot; \\o &quot;tip&quot;"})
        CHECK(link(code) == "1:ooxml.field");
    // A run in a line break is refused or searched, never copied.
    const auto inner = "<w:p><w:r><w:br><w:r><w:t>192.0.2.9</w:t></w:r></w:br><w:t>gone</w:t></w:r></w:p>";
    if (failure_of(inner).empty()) {
        CHECK(body_after(inner).find("192.0") == std::string::npos);
        CHECK(body_after(inner).find("gone") == std::string::npos);
    }
}
