#include "pouch/redact/xml/reader.hpp"
#include "pouch/redact/xml/reference.hpp"
#include "unit/redact_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// The tokens of a document, one letter each; the reason if it is refused.
std::string tokens_of(const std::string& text)
{
    std::string letters;
    const auto reason = test::failure([&] {
        xml::Reader reader(text);
        std::size_t end = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        for (auto token = reader.next(); token.kind != xml::TokenKind::end; token = reader.next()) {
            CHECK(token.begin == end);
            end = token.end;
            letters += std::string("DCIOE/TS")[static_cast<std::size_t>(token.kind)];
        }
        CHECK(end == text.size());
    });
    return reason.empty() ? letters : reason;
}

std::string repeated(const std::string& text, std::size_t count)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

} // namespace

TEST_CASE("what is XML is read token by token, and every byte belongs to one")
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"<a/>", "E"},
        {"<a></a>", "O/"},
        {"\xEF\xBB\xBF<a/>", "E"},
        {"<?xml version=\"1.0\"?>\n<a/>\n", "DTET"},
        {"<?xml version = '1.0' encoding='utf-8' standalone=\"yes\" ?><a/>", "DE"},
        {"\xEF\xBB\xBF<?xml version='1.0' encoding='US-ASCII'?><a/>", "DE"},
        {"<!-- x --><?p q?><a/><?p?><!---->", "CIEIC"},
        {"<a>x<!--y-->z<![CDATA[<&]]]]>&amp;</a>", "OTCTST/"},
        {"<a b='1' c = \"'&lt;&#x10FFFF;>\"\n/>", "E"},
        {"<a ><b\n></b ></a >", "OO//"},
        {"<a>]] ]> &#9;&#13;</a>", "OT/"},
        {"<가.나-1 xml:lang='ko'/>", "E"},
        {"<p:a xmlns:p='urn:p' p:x='1' x='2'/>", "E"},
        {"<a xmlns='urn:a'><b xmlns='' xmlns:q='u&amp;v'><q:c/></b></a>", "OOE//"},
        {"<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>", "E"},
        {repeated("<a>", 256) + repeated("</a>", 256), repeated("O", 256) + repeated("/", 256)},
    };
    for (const auto& [text, letters] : cases) {
        INFO(text);
        CHECK(tokens_of(text) == letters);
    }
}

TEST_CASE("what is no XML, or more than cannot surprise, is refused by a reason")
{
    const auto attributes = [](std::size_t count) {
        std::string all;
        for (std::size_t i = 0; i < count; ++i) all += " a" + std::to_string(i) + "=''";
        return "<a" + all + "/>";
    };
    CHECK(tokens_of(attributes(256)) == "E");
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "syntax"},
        {" ", "syntax"},
        {"x", "syntax"},
        {"<a>", "syntax"},
        {"<a/><b/>", "syntax"},
        {"<a/>x", "syntax"},
        {"<a/>&#32;", "syntax"},
        {"<a></b>", "syntax"},
        {"</a>", "syntax"},
        {"<a></a", "syntax"},
        {"<a", "syntax"},
        {"<a b>", "syntax"},
        {"<a b=c/>", "syntax"},
        {"<a b='c/>", "syntax"},
        {"<a b='<'/>", "syntax"},
        {"<a b=''c=''/>", "syntax"},
        {"< a/>", "syntax"},
        {"<1/>", "syntax"},
        {"<a:/>", "syntax"},
        {"<:a/>", "syntax"},
        {"<a:b:c xmlns:a='u'/>", "syntax"},
        {"<a>]]></a>", "syntax"},
        {"<a><!-- -- --></a>", "syntax"},
        {"<a><!-- ---></a>", "syntax"},
        {"<a><!--></a>", "syntax"},
        {"<a><![CDATA[]]</a>", "syntax"},
        {"<![CDATA[]]><a/>", "syntax"},
        {"<a><![cdata[]]></a>", "syntax"},
        {"<a><!ELEMENT a ANY></a>", "syntax"},
        {" <?xml version='1.0'?><a/>", "syntax"},
        {"<a><?XML x?></a>", "syntax"},
        {"<a><?p", "syntax"},
        {"<a><?p:q?></a>", "syntax"},
        {"<?xml version='1.1'?><a/>", "syntax"},
        {"<?xml encoding='utf-8'?><a/>", "syntax"},
        {"<?xml version='1.0' standalone='maybe'?><a/>", "syntax"},
        {"<!DOCTYPE a><a/>", "doctype"},
        {"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "doctype"},
        {"<a>&nbsp;</a>", "entity"},
        {"<a>&</a>", "entity"},
        {"<a b='&amp'/>", "entity"},
        {"<a>&#;</a>", "entity"},
        {"<a>&#xg;</a>", "entity"},
        {"<a>&#X41;</a>", "entity"},
        {"<a>&#0000000065;</a>", "entity"},
        {"<a>&#0;</a>", "character"},
        {"<a>&#xD800;</a>", "character"},
        {"<a>&#x110000;</a>", "character"},
        {"<a>\x01</a>", "character"},
        {"<a>\xEF\xBF\xBF</a>", "character"},
        {"<?xml version='1.0' encoding='EUC-KR'?><a/>", "encoding"},
        {"<?xml version='1.0' encoding='UTF-16'?><a/>", "encoding"},
        {"<a b='1' b='2'/>", "duplicate"},
        {"<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "duplicate"},
        {"<a xmlns='u' xmlns='v'/>", "duplicate"},
        {"<p:a/>", "namespace"},
        {"<a p:b=''/>", "namespace"},
        {"<a><b xmlns:p='u'/><p:c/></a>", "namespace"},
        {"<a xmlns:p=''/>", "namespace"},
        {"<a xmlns:xml='u'/>", "namespace"},
        {"<a xmlns:xmlns='u'/>", "namespace"},
        {"<a xmlns='http://www.w3.org/2000/xmlns/'/>", "namespace"},
        {repeated("<a>", 257) + repeated("</a>", 257), "depth"},
        {"<" + std::string(1025, 'a') + "/>", "limit"},
        {"<a xmlns='" + std::string(4097, 'a') + "'/>", "limit"},
        {attributes(257), "limit"},
    };
    for (const auto& [text, reason] : cases) {
        INFO(text);
        CHECK(tokens_of(text) == "1:xml." + reason);
    }
}

TEST_CASE("names have their namespace, values what they stand for")
{
    const std::string text =
        "<a xmlns='urn:a' xmlns:p='urn:&#112;'><p:b x='1' p:y='&lt;\n&#10;'/><c xmlns=''/><d/></a>";
    xml::Reader reader(text);
    const auto next = [&] {
        reader.next();
        return std::string(reader.name().space) + " " + std::string(reader.name().local);
    };
    CHECK(next() == "urn:a a");
    CHECK(next() == "urn:p b");
    REQUIRE(reader.attributes().size() == 2);
    CHECK(reader.attributes()[0].name.space.empty());
    const auto& y = reader.attributes()[1];
    CHECK(y.name.space == "urn:p");
    CHECK(y.name.local == "y");
    CHECK(xml::decoded_value(text.substr(y.value_begin, y.value_end - y.value_begin)) == "< \n");
    CHECK(text.substr(y.begin, 5) == " p:y=");
    CHECK(next() == " c");
    CHECK(next() == "urn:a d");
    CHECK(xml::decoded_text("a\n&#x1F600;&apos;") == "a\n😀'");
}

TEST_CASE("hostile documents take no longer than others of their size")
{
    constexpr std::size_t many = 20000;
    std::string text = "<a>";
    for (std::size_t i = 0; i < 254; ++i) text += "<b xmlns:p" + std::to_string(i) + "='u'>";
    text += repeated("<p0:c p253:d=''>&#65;</p0:c>]]", many) + repeated("</b>", 254) + "</a>";
    CHECK(tokens_of(text).size() == 2 + 2 * 254 + 4 * many);
    CHECK(tokens_of(repeated("<a b='", many)) == "1:xml.syntax");
    CHECK(tokens_of("<a>" + repeated("<!-- ", many)) == "1:xml.syntax");
    CHECK(tokens_of("<a>" + repeated("&", many) + "</a>") == "1:xml.entity");
}
