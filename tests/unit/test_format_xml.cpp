#include "label_samples.hpp"
#include "pouch/base/error.hpp"
#include "pouch/format/xml.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <pugixml.hpp>

using namespace pouch;
using format::read_xml;
using format::xml_fault;

namespace {

std::string refusal(const std::string& document)
{
    return test::failure([&] { static_cast<void>(read_xml(as_bytes(document))); });
}

std::string nested(std::size_t depth)
{
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "<a>";
    for (std::size_t i = 0; i < depth; ++i) text += "</a>";
    return text;
}

} // namespace

TEST_CASE("well-formed XML is read with its namespaces resolved")
{
    const auto root =
        read_xml(as_bytes("\xEF\xBB\xBF<?xml version='1.0' encoding=\"utf-8\" standalone='yes' ?>\n"
                          "<!-- a - comment --><?style href='x'?>\n"
                          "<p:a xmlns:p='urn:one' xmlns='urn:two' p:x='1' x='2' xml:lang='ko'>"
                          "t&amp;<b xmlns=''>&#xAC00;&#44032;</b><c/><p:d xmlns:p='urn:three'/>"
                          "<![CDATA[<&]]>\r\n</p:a>\n<!--end-->"));
    CHECK(root.is("urn:one", "a"));
    CHECK(*root.attribute("x") == "2");
    CHECK(*root.attribute("urn:one", "x") == "1");
    CHECK(*root.attribute("http://www.w3.org/XML/1998/namespace", "lang") == "ko");
    CHECK(root.attributes.size() == 3);
    CHECK(root.text == "t&<&\n");
    REQUIRE(root.children.size() == 3);
    CHECK(root.children[0].is("", "b"));
    CHECK(root.children[0].text == "가가");
    CHECK(root.children[1].is("urn:two", "c"));
    CHECK(root.children[2].is("urn:three", "d"));
}

TEST_CASE("names may be in any script")
{
    CHECK(read_xml(as_bytes("<보고 등급='비밀'/>")).is("", "보고"));
}

TEST_CASE("XML that is not well-formed is refused")
{
    const auto* document = GENERATE(
        "", " ", "text", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a/>x", "x<a/>", "<a><b></a></b>", "< a/>",
        "<a", "<a b/>", "<a b=c/>", "<a b='1' b='2'/>", "<a b='1'c='2'/>", "<a b='<'/>", "<a b='&'/>",
        "<a>&</a>", "<a>&amp</a>", "<a>&#;</a>", "<a>&#x;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>",
        "<a>&#xFFFE;</a>", "<a>&#x110000;</a>", "<a>&#4294967297;</a>", "<a>]]></a>", "<a><!-- -- --></a>",
        "<a><!-- --->", "<a><!--", "<a><![CDATA[", "<![CDATA[x]]><a/>", "<a><?",
        "<a><?xml version='1.0'?></a>", "<?XML x?><a/>", " <?xml version='1.0'?><a/>",
        "<?xml version='1.1'?><a/>", "<?xml version='1.0' encoding='UTF-16'?><a/>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "<?xml encoding='UTF-8'?><a/>",
        "<?xml version='1.0'>", "<?xml version=1.0?><a/>", "<1a/>", "<a 1b='x'/>", "<a\xC3\x97/>",
        "<a>\xE2\x80</a>", "<a>\xC0\x80</a>", "<a>\xC1\x81</a>", "<a>\x80x</a>", "<a><!--\xC1\x81--></a>",
        "<a>\xED\xA0\x80</a>", "<a>\x01</a>", "<a>\xEF\xBF\xBF</a>", "<a>\xFF</a>", "\xFE\xFF<a/>",
        "\xEF\xBB\xBF\xEF\xBB\xBF<a/>", "<a/ >", "<a></a b='1'>", "<!a/>", "<a><!ELEMENT b ANY></a>");
    CAPTURE(document);
    CHECK(refusal(document) == "1:xml.malformed");
}

TEST_CASE("a NUL byte anywhere is refused")
{
    for (const auto& document :
         {std::string("<a>\0</a>", 8), std::string("\0<a/>", 5), std::string("<a/>\0", 5)}) {
        CHECK(refusal(document) == "1:xml.malformed");
    }
}

TEST_CASE("DOCTYPE and entities are refused, whatever they say")
{
    for (const auto* document :
         {"<!DOCTYPE a><a/>", "<!doctype a><a/>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
          "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "<a>&nbsp;</a>", "<a b='&x;'/>", "<a>&AMP;</a>"}) {
        CHECK(refusal(document) == "1:xml.malformed");
    }
}

TEST_CASE("UTF-16 is refused")
{
    std::string wide = "\xFF\xFE";
    for (const char c : std::string("<a/>")) wide += std::string{c, '\0'};
    CHECK(refusal(wide) == "1:xml.malformed");
    CHECK(refusal(wide.substr(2)) == "1:xml.malformed");
}

TEST_CASE("names that break the rules of namespaces are refused")
{
    const auto* document = GENERATE(
        "<p:a/>", "<a p:b='1'/>", "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>", "<a xmlns:p=''/>",
        "<a xmlns:xml='urn:other'/>", "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
        "<a xmlns:xmlns='urn:x'/>", "<a xmlns='http://www.w3.org/2000/xmlns/'/>", "<:a/>", "<a:/>",
        "<a xmlns:b='u'><b:c:d/></a>", "<a xmlns:b='u'><b:-c/></a>", "<a><b xmlns:p='u'/><p:c/></a>");
    CAPTURE(document);
    CHECK(refusal(document) == "1:xml.malformed");
}

TEST_CASE("the same prefix may be bound anew inside, and xml is always bound")
{
    CHECK(read_xml(as_bytes("<p:a xmlns:p='u'><p:a xmlns:p='v'/></p:a>")).children[0].ns == "v");
    CHECK_NOTHROW(read_xml(as_bytes("<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:id='x'/>")));
}

TEST_CASE("limits are exact: what they allow is read, one more is refused")
{
    format::XmlLimits limits;
    limits.bytes = 200;
    limits.depth = 5;
    limits.elements = 6;
    limits.attributes = 2;
    limits.name = 4;
    const auto fails = [&](const std::string& document) {
        return test::failure([&] { static_cast<void>(read_xml(as_bytes(document), limits)); });
    };
    CHECK(fails(nested(5)).empty());
    CHECK(fails(nested(6)) == "1:xml.malformed");
    CHECK(fails("<a><a><a><a><a/></a></a></a></a>").empty());
    CHECK(fails("<a><a><a><a><a><a/></a></a></a></a></a>") == "1:xml.malformed");
    CHECK(fails("<a><b/><b/><b/><b/><b/></a>").empty());
    CHECK(fails("<a><b/><b/><b/><b/><b/><b/></a>") == "1:xml.malformed");
    CHECK(fails("<a b='' c=''/>").empty());
    CHECK(fails("<a b='' c='' d=''/>") == "1:xml.malformed");
    CHECK(fails("<abcd/>").empty());
    CHECK(fails("<abcde/>") == "1:xml.malformed");
    CHECK(fails("<a>" + std::string(193, 'x') + "</a>").empty());
    CHECK(fails("<a>" + std::string(194, 'x') + "</a>") == "1:limit.size");
}

TEST_CASE("very deep nesting is refused without deep recursion")
{
    CHECK(refusal(nested(50'000)) == "1:xml.malformed");
}

TEST_CASE("a fault names its line")
{
    CHECK(xml_fault("<a>\n\n&x;</a>")->substr(0, 8) == "line 3: ");
    CHECK_FALSE(xml_fault("<a/>"));
}

TEST_CASE("every change of one byte is read or refused, never anything else, and our scanner is the stricter")
{
    const auto& sample = test::alfa_bdo;
    std::size_t accepted = 0;
    for (std::size_t at = 0; at < sample.size(); ++at) {
        for (const char c : {'<', '>', '&', '"', '\'', ':', '/', ' ', '\0', '\x80', '!', '?', 'x'}) {
            auto changed = sample;
            changed[at] = c;
            const auto outcome = refusal(changed);
            if (outcome.empty()) {
                ++accepted;
                pugi::xml_document tree;
                CHECK(tree.load_buffer(changed.data(), changed.size()));
            } else {
                CHECK(outcome == "1:xml.malformed");
            }
        }
        const bool is_whole = at + 1 == sample.size(); // the last byte is a line feed
        CHECK(refusal(sample.substr(0, at)) == (is_whole ? "" : "1:xml.malformed"));
    }
    CHECK(accepted > 1000);
}

TEST_CASE("tokens lose the blanks around and between their words")
{
    CHECK(format::xml_token(" \tTOP\n  SECRET\r\n") == "TOP SECRET");
    CHECK(format::xml_token(" \n").empty());
}

TEST_CASE("escaped text survives reading, and what XML cannot hold is refused")
{
    const std::string odd = "a<b>&\"'c\td\ne\rf ]]> 국";
    const auto document = "<a b=\"" + format::xml_escaped(odd) + "\">" + format::xml_escaped(odd) + "</a>";
    const auto root = read_xml(as_bytes(document));
    CHECK(root.text == odd);
    CHECK(*root.attribute("b") == odd);
    for (const auto* bad : {"\x01", "\xFF", "\xEF\xBF\xBE", "\x1F"}) {
        CHECK(test::failure([&] { static_cast<void>(format::xml_escaped(bad)); }) == "2:usage.characters");
    }
    CHECK(test::failure([] { static_cast<void>(format::xml_escaped(std::string(1, '\0'))); }) ==
          "2:usage.characters");
}
