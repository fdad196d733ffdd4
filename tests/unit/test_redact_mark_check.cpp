#include "label_samples.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/mark_check.hpp"
#include "pouch/redact/ooxml/paragraphs.hpp"
#include "pouch/redact/policy_marks.hpp"
#include "pouch/redact/portion.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using redact::MarkFault;

namespace {

const Instant present{1767225600}; // 2026-01-01

/// The marks of the sample policy, and labels in it.
struct Marks {
    redact::PolicyMarks marks{test::sample_policy("nato-sample.spif.xml"), present};

    [[nodiscard]] redact::MarkedLabel label(const std::string& classification,
                                            std::vector<std::string> releasable = {})
    {
        std::vector<label::Category> categories{test::permissive("Context", {"NATO"})};
        if (!releasable.empty()) {
            categories = {test::permissive("Context", {"NATO", "Releasable"}),
                          test::permissive("Releasable To", std::move(releasable))};
        }
        return {marks, test::make_label(marks.policy(), classification, std::move(categories))};
    }
};

/// `a7 u9 b14`: the first letter of each fault, with its line.
std::string faults(const redact::MarkedLabel& label, std::string_view text, std::size_t step = SIZE_MAX)
{
    std::string found;
    redact::MarkChecker checker(label, [&](MarkFault fault, std::uint64_t line) {
        found += "aub"[static_cast<std::size_t>(fault)] + std::to_string(line) + " ";
    });
    for (std::size_t at = 0; at < text.size(); at += std::min(step, text.size() - at))
        checker.feed(as_bytes(text.substr(at, step)));
    checker.finish();
    return found;
}

/// What redaction says of the same text for the same label: true if all of it would stay.
bool stays(const redact::MarkedLabel& label, const std::string& text)
{
    io::MemorySource in(as_bytes(text));
    redact::PortionFilter filter(in, label.judge(), {redact::Unmarked::keep}, [](auto, auto, auto) {});
    Bytes buffer(4096);
    try {
        while (filter.read(buffer) > 0) {
        }
    } catch (const Error& error) {
        REQUIRE(error.reason() == "portion.unknown");
        return false;
    }
    return filter.withheld() == 0;
}

} // namespace

TEST_CASE("a portion above the label is found where it begins")
{
    Marks m;
    const auto restricted = m.label("RESTRICTED");
    CHECK(faults(restricted, "(NU) a\n\n(NR) b\n\nno mark\n").empty());
    CHECK(faults(restricted, "(NS) a\n\n(NR) b\r\n- (NC) c\r\r1. **(CTS)** d") == "a1 a4 a6 ");
    CHECK(faults(m.label("SECRET"), "(NS) a\n(NC) b\n").empty());
    CHECK(faults(restricted, "\xEF\xBB\xBF(NS) a") == "a1 ");
    CHECK(faults(restricted, "| (NR) a | b |\n|---|---|\n| (NU) a | (NS) b |\n") == "a3 ");
    // Releasability: who may read the label may read the portion.
    CHECK(faults(restricted, "(NR//REL TO KOR) a").empty());
    CHECK(faults(m.label("RESTRICTED", {"NATO", "KOR"}), "(NR) a") == "a1 ");
    CHECK(faults(m.label("RESTRICTED", {"NATO", "KOR"}), "(NR//REL TO KOR) a").empty());
    CHECK(faults(m.label("RESTRICTED", {"NATO", "KOR", "JPN"}), "(NR//REL TO KOR) a") == "a1 ");
}

TEST_CASE("what is no proper mark is found, as redaction would refuse it")
{
    Marks m;
    const auto secret = m.label("SECRET");
    CHECK(faults(secret, "(NS//REL TO NOWHERE) a") == "u1 ");
    CHECK(faults(secret, "(NS)a") == "u1 ");
    CHECK(faults(secret, "(NS//REL TO KOR\n") == "u1 ");
    CHECK(faults(secret, "（NS） a") == "u1 ");
    CHECK(faults(secret, "Note: (CTS) a") == "u1 ");
    CHECK(faults(secret, "Note: (NS) a").empty()); // not where marks are, and not above the label
    CHECK(faults(secret, "the (alpha) and (ns) of (a) list").empty());
    CHECK(faults(secret, std::string(300, ' ').append("(CTS) a")) == "u1 ");
    CHECK(faults(secret, std::string(400, ' ').append("\n")).empty());
    CHECK(faults(secret, std::string(3000, ' ').append("\n")) == "u1 ");
    CHECK(faults(secret, std::string("| a").append(70000, ' ').append("|")) == "u1 ");
}

TEST_CASE("a banner is a line that is a page marking, and must be that of the label")
{
    Marks m;
    const auto label = m.label("RESTRICTED", {"NATO", "KOR"});
    CHECK(faults(label, "NATO RESTRICTED REL TO KOR\n\ntext\n\nNATO RESTRICTED REL TO KOR").empty());
    CHECK(faults(label, "  -- NATO  RESTRICTED REL TO KOR --\r\n").empty());
    CHECK(faults(label, "NATO RESTRICTED\n") == "b1 ");
    CHECK(faults(label, "text\nNATO SECRET\ntext\n") == "b2 ");
    CHECK(faults(label, "NATO SECRET" + std::string(600, ' ') + "\n") ==
          "b1 "); // blanks behind it hide nothing
    CHECK(faults(label, "NATO RESTRICTED REL TO KOR, JPN\n") == "b1 ");
    // In a cell of a table.
    CHECK(faults(label, "| NATO RESTRICTED REL TO KOR | page 1 |\n").empty());
    CHECK(faults(label, "| a | NATO SECRET |\n|---|---|\n| NATO SECRET papers | b |\n") == "b1 ");
    CHECK(faults(label, "NATO UNCLASSIFIED\n") == "b1 "); // too low is wrong as well
    CHECK(faults(label, "the text speaks of NATO SECRET papers\n").empty());
    CHECK(faults(label, "NATO\nKOR\n").empty()); // no classification
    CHECK(faults(m.label("TOP SECRET"), "COSMIC TOP SECRET\n").empty());

    redact::PolicyMarks rok(test::sample_policy("rok-sample.spif.xml"), present);
    const redact::MarkedLabel korean(
        rok, test::make_label(rok.policy(), "대외비", {test::permissive("제공 대상", {"KOR", "NATO"})}));
    const auto& policy = rok.policy();
    CHECK(policy.name == "ROK");
    CHECK(faults(korean, "ROK RESTRICTED REL TO NATO\n").empty()); // in another language of the policy
}

TEST_CASE("pieces do not matter, and what is not found redaction would keep")
{
    Marks m;
    const auto label = m.label("RESTRICTED", {"NATO", "KOR"});
    const std::vector<std::string> words{"(NS) ",
                                         "(NR) ",
                                         "(NR//REL TO KOR) ",
                                         "(NU) ",
                                         "\n",
                                         "\n\n",
                                         "\r\n",
                                         "\xE2\x80\xA8",
                                         "text ",
                                         "- ",
                                         "1. ",
                                         "(ZZ) ",
                                         "(NS)",
                                         "NATO SECRET",
                                         "NATO RESTRICTED REL TO KOR",
                                         "| ",
                                         " |",
                                         "(",
                                         ")",
                                         "**",
                                         "\t",
                                         std::string(520, 'x')};
    std::size_t kept = 0;
    std::size_t found = 0;
    for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
        std::string text;
        for (const auto byte : test::noise(1 + seed % 12, seed))
            text += words[std::to_integer<std::size_t>(byte) % words.size()];
        CAPTURE(text);
        const auto all = faults(label, text);
        REQUIRE(faults(label, text, 1 + seed % 7) == all);
        const bool has_marks_fault = all.find_first_of("au") != std::string::npos;
        if (!has_marks_fault) REQUIRE(stays(label, text));
        (has_marks_fault ? found : kept) += 1;
    }
    CHECK(kept > 500);
    CHECK(found > 500);
}

TEST_CASE("the paragraphs of a part are read whatever stands around them")
{
    const auto read = [](const std::string& part) {
        std::string all;
        redact::ooxml::for_each_paragraph(part, [&](std::size_t number, std::string_view text) {
            if (number > 0 || !text.empty()) all += std::to_string(number) + "[" + std::string(text) + "]";
        });
        return all;
    };
    const std::string w = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";
    const std::string a = "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'";
    CHECK(read("<w:document " + w +
               "><w:p><w:r><w:t>(N</w:t></w:r><w:ins><w:r><w:t>S) &amp; a</w:t><w:tab/></w:r></w:ins>"
               "<w:del><w:r><w:delText>b</w:delText></w:r></w:del></w:p> x <w:p/></w:document>") ==
          "1[(NS) & a\tb]2[]");
    CHECK(read("<q:p "
               "xmlns:q='http://purl.oclc.org/ooxml/wordprocessingml/main'><q:t><![CDATA[c]]></q:t><q:br/"
               "><q:sym q:char="
               "'F053'/><q:noBreakHyphen/></q:p>") == "1[c\nS-]");
    // A text box: a paragraph in one.
    CHECK(read("<w:p " + w +
               "><w:r><w:t>out</w:t></w:r><w:txbx><w:p><w:t>in</w:t></w:p></w:txbx><w:t>er</w:t></w:p>") ==
          "2[in]1[outer]");
    CHECK(read("<s " + a + "><a:p><a:r><a:t>d</a:t></a:r><a:br/><a:fld><a:t>e</a:t></a:fld></a:p></s>") ==
          "1[d\ne]");
    CHECK(read("<sst "
               "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>f</t></"
               "si><si><r><t>g</t></r><r>"
               "<t>h</t></r></si></sst>") == "1[f]2[gh]");
    const std::string s = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'";
    CHECK(read("<worksheet " + s +
               "><c t='str'><f>A1</f><v>NATO SECRET</v></c><c t='s'><v>3</v></c><c><v>4</v></c>"
               "<c t='inlineStr'><is><t>i</t></is></c></worksheet>") == "1[NATO SECRET]2[i]");
    CHECK(read("<worksheet " + s +
               "><headerFooter><oddHeader>&amp;L&amp;\"Arial,Bold\"&amp;12NATO SECRET&amp;Cpage "
               "&amp;P&amp;R&amp;KFF0000a&amp;&amp;b</oddHeader><evenHeader>e</evenHeader><firstHeader>f</"
               "firstHeader>"
               "<oddFooter>g</oddFooter><evenFooter>h</evenFooter><firstFooter>&amp;</firstFooter></"
               "headerFooter>"
               "</worksheet>") == "1[\nNATO SECRET\npage \na&b]2[e]3[f]4[g]5[h]6[]");
    // Characters that are written by their number, which other languages do not have.
    CHECK(read("<sst " + s +
               "><si><t>_x004E_ATO _x0053_ECRE_x0054_ _x005F_x0041_ _x000_ _x0000_ _xD800_ _xD83D__xDE00_ "
               "_x00e9_</t></si>"
               "<si><r><t>_x00</t></r><r><t>4E_</t></r></si></sst>") ==
          "1[NATO SECRET _x0041_ _x000_ _x0000_ _xD800_ \xF0\x9F\x98\x80 \xC3\xA9]2[N]");
    CHECK(read("<s " + a + "><a:p><a:r><a:t>_x004E_</a:t></a:r></a:p></s>") == "1[_x004E_]");
    CHECK(read("<worksheet " + s +
               "><headerFooter><oddHeader>&amp;C_x004E_ATO</oddHeader></headerFooter></worksheet>") ==
          "1[\nNATO]");
    CHECK(read("<comments " + s + "><text><r><t>one</t></r></text><text><t>two</t></text></comments>") ==
          "1[one]2[two]");
    CHECK(read("<w:hdr " + w +
               " xmlns:v='urn:schemas-microsoft-com:vml'><w:p><w:r><w:pict><v:shape><v:textpath string='NATO "
               "&amp; SECRET'/>"
               "<v:textbox><w:txbxContent><w:p><w:r><w:t>in</w:t></w:r> "
               "<w:instrText>no</w:instrText></w:p></w:txbxContent>"
               "</v:textbox></v:shape></w:pict></w:r></w:p></w:hdr>") == "0[NATO & SECRET]3[in]2[]1[]");
    CHECK(read("<v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><div>a<b>b</b></div></v:textbox>") ==
          "1[ab]");
    CHECK(read("<c:strCache "
               "xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart'><c:pt><c:v>d</c:v></c:pt>"
               "</c:strCache>") == "1[d]");
    CHECK(
        read(
            "<t:c xmlns:t='http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments'><t:text>e"
            "</t:text></t:c>") == "1[e]");
    CHECK(read("<w:numbering " + w + "><w:lvlText w:val='(NS) %1'/></w:numbering>") == "0[(NS) %1]");
    CHECK(read("<p><t>not of office</t></p>").empty());
    CHECK(read("<w:x " + w + "><w:t>loose</w:t></w:x>") == "0[loose]");
    CHECK(test::failure([&] { (void)read("<w:p>"); }).starts_with("1:xml."));
}
