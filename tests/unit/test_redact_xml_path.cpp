#include "pouch/redact/xml/path.hpp"
#include "unit/redact_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

const std::string document =
    "<r xmlns:p='urn:p' xmlns:q='urn:q' id='0'><a id='1' k='x/]y'><b id='2'><a p:id='3'/></b></a>"
    "<p:a id='4'><q:b k='z' id='5'/></p:a><b id='6' k=\"'\"/></r>";

/// The values of `id` of the elements that a path means, or whose attribute it means.
std::string meant_by(const std::string& path)
{
    const xml::Namespaces namespaces{{"p", "urn:p"}, {"n", "urn:q"}};
    xml::PathStack stack;
    stack.add(xml::PathPattern(path, &namespaces));
    stack.reset();
    std::string ids;
    xml::Reader reader(document);
    for (auto token = reader.next(); token.kind != xml::TokenKind::end; token = reader.next()) {
        if (token.kind == xml::TokenKind::close) stack.leave();
        if (token.kind != xml::TokenKind::open && token.kind != xml::TokenKind::empty) continue;
        stack.enter(xml::Element{reader.name(), reader.attributes(), document});
        bool is_meant = false;
        std::string id;
        stack.for_each_match([&](std::size_t) { is_meant = true; });
        for (const auto& attribute : reader.attributes()) {
            stack.for_each_match([&](std::size_t) { is_meant = true; }, attribute.name);
            if (attribute.name.local == "id")
                id = document.substr(attribute.value_begin, attribute.value_end - attribute.value_begin);
        }
        if (is_meant) ids += id;
        if (token.kind == xml::TokenKind::empty) stack.leave();
    }
    return ids;
}

std::string fault_of(const std::string& path)
{
    const xml::Namespaces namespaces{{"p", "urn:p"}};
    return test::failure([&] { static_cast<void>(xml::PathPattern(path, &namespaces)); });
}

} // namespace

TEST_CASE("paths mean elements and attributes as the manual says")
{
    CHECK(meant_by("/r") == "0");
    CHECK(meant_by("/a").empty());
    CHECK(meant_by("/r/a") == "14");
    CHECK(meant_by("/r/p:a") == "4");
    CHECK(meant_by("/r/*") == "146");
    CHECK(meant_by("//a") == "134");
    CHECK(meant_by("//b") == "256");
    CHECK(meant_by("//n:b") == "5");
    CHECK(meant_by("//p:*") == "4");
    CHECK(meant_by("/r//b") == "256");
    CHECK(meant_by("/r/*/b") == "25");
    CHECK(meant_by("//a//a") == "3");
    CHECK(meant_by("/r/a/@id") == "14");
    CHECK(meant_by("//@id") == "0123456");
    CHECK(meant_by("//@p:id") == "3");
    CHECK(meant_by("/r/a//@id") == "12345");
    CHECK(meant_by("//@*") == "0123456");
    CHECK(meant_by("//*[@k='z']") == "5");
    CHECK(meant_by("//a[@k='x/]y'][@id=\"1\"]/b") == "2");
    CHECK(meant_by("//b[@k=\"'\"]/@k") == "6");
    CHECK(meant_by("//*[@p:id='3']") == "3");
    CHECK(meant_by("//*[@id='7']").empty());
    CHECK(meant_by("//@p").empty());
}

TEST_CASE("what is no path is a usage error")
{
    for (const std::string path :
         {"",        "a",    "/",     "//",     "///a",     "/a/",       "/a//",      "/@a",
          "/a/@b/c", "/a@b", "/a[b]", "/a[@b]", "/a[@b=c]", "/a[@b='c'", "/a[@b='c]", "/a[1]",
          "/p:b:c",  "/p:",  "/a b",  "/1",     "/..",      "/a/text()", "/a|/b"}) {
        INFO(path);
        CHECK(fault_of(path) == "2:rules.field");
    }
    CHECK(fault_of("/x:a") == "2:rules.namespace");
    CHECK(fault_of("/xml:a").empty());
    std::string deep;
    for (int i = 0; i < 63; ++i) deep += "/a";
    CHECK(fault_of(deep).empty());
    CHECK(fault_of(deep + "/a") == "2:rules.field");
}
