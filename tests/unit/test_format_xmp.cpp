#include "embedded_support.hpp"
#include "pouch/format/xmp.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pouch;

namespace {

std::optional<format::EmbeddedLabel> label_in(std::string_view file, std::size_t step = SIZE_MAX)
{
    format::XmpScanner scanner;
    for (std::size_t at = 0; at < file.size(); at += std::min(step, file.size() - at))
        scanner.feed(as_bytes(file.substr(at, step)));
    return scanner.finish();
}

std::string failure(std::string_view file)
{
    return test::failure([&] { (void)label_in(file); });
}

const std::string bdo = test::embedded_bdo({""});
const std::string junk(100, '\xFF');

} // namespace

TEST_CASE("a label in XMP is found in any file, in pieces of any size")
{
    const auto file =
        junk + "<?xpacket" + junk + test::xmp_packet("<mbxmp:other/>") + junk + test::xmp_with(bdo) + junk;
    for (const std::size_t step :
         {std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{64}, std::size_t{1000}, SIZE_MAX}) {
        const auto found = label_in(file, step);
        REQUIRE(found);
        CHECK(found->where == "XMP");
        CHECK(found->binding.bdo.originator.classification == "SECRET");
        CHECK(found->binding.references == std::vector<std::string>{""});
    }
    // As an attribute, and as CDATA.
    CHECK(label_in(test::xmp_packet("", " mbxmp:bindingInformation=\"" + test::xml_text(bdo) + "\"")));
    CHECK(label_in(
        test::xmp_packet("<mbxmp:bindingInformation><![CDATA[" + bdo + "]]></mbxmp:bindingInformation>")));
    // By its namespace, not by its prefix.
    auto other = test::xmp_with(bdo);
    for (auto at = other.find("mbxmp"); at != std::string::npos; at = other.find("mbxmp"))
        other.replace(at, 5, "q");
    CHECK(label_in(other));
}

TEST_CASE("a label outside of a packet is seen by its name too, in any encoding")
{
    const std::string spelt = "<x:xmpmeta xmlns:m=\"urn:nato:stanag:4778:bindinginformation:1:0:xmp&#35;\">"
                              "<m:bindingInformation>x</m:bindingInformation></x:xmpmeta>";
    const std::string bare = "<bindingInformation xmlns='urn:nat&#111;'/>";
    const auto widened = [](const std::string& text, std::size_t width, bool big) {
        std::string wide;
        for (const char c : text) {
            if (big) wide.append(width - 1, '\0');
            wide += c;
            if (!big) wide.append(width - 1, '\0');
        }
        return wide;
    };
    for (const auto& text : {spelt, bare}) {
        for (const std::size_t width : {std::size_t{1}, std::size_t{2}, std::size_t{4}}) {
            for (const bool big : {false, true}) {
                for (const std::size_t step : {std::size_t{1}, std::size_t{50}, SIZE_MAX}) {
                    const auto file = junk + widened(text, width, big) + junk;
                    CHECK_THAT(test::failure([&] { (void)label_in(file, step); }),
                               Catch::StartsWith("1:xmp."));
                }
            }
        }
    }
    CHECK_FALSE(label_in("words about bindingInformation and its use"));
}

TEST_CASE("files without a label in XMP have none, whatever they hold")
{
    CHECK_FALSE(label_in(""));
    CHECK_FALSE(label_in(junk));
    CHECK_FALSE(label_in(test::xmp_packet("<mbxmp:other/>")));
    CHECK_FALSE(
        label_in(test::xmp_packet("<x:bindingInformation xmlns:x=\"urn:x\">a</x:bindingInformation>")));
    CHECK_FALSE(label_in("<?xpacket begin=\"\"?><broken<?xpacket end=\"w\"?>"));
    CHECK_FALSE(label_in("<?xpacket begin=\"\"?>"));
    CHECK_FALSE(label_in("bindingInformation <?xpacket end=\"w\"?> bindingInformation"));
    std::string many;
    for (int i = 0; i < 100000; ++i) many += "<?xpacket begin=\"";
    CHECK_FALSE(label_in(many));
    CHECK_FALSE(label_in("<?xpacket begin=\"\"?>" + std::string(2 * format::xmp_limit, ' ') +
                         "<?xpacket end=\"w\"?>"));
    CHECK_FALSE(label_in(bdo)); // not in XMP
}

TEST_CASE("two labels in XMP, and one that is not right, are refused")
{
    const auto good = test::xmp_with(bdo);
    const auto value = "<mbxmp:bindingInformation>" + test::xml_text(bdo) + "</mbxmp:bindingInformation>";
    CHECK(failure(good).empty());
    CHECK(failure(good + junk + good) == "1:label.ambiguous");
    CHECK(failure(test::xmp_packet(value + value)) == "1:label.ambiguous");
    CHECK(failure(test::xmp_packet(value, " mbxmp:bindingInformation=\"x\"")) == "1:label.ambiguous");
    CHECK(failure(test::xmp_with("no label")) == "1:label.malformed");
    CHECK(failure(test::xmp_with("<!DOCTYPE a>" + bdo)) == "1:label.malformed");
    // Of something else than the document, or not as text.
    CHECK(failure(test::xmp_packet("<mbxmp:x><rdf:Description>" + value + "</rdf:Description></mbxmp:x>")) ==
          "1:label.malformed");
    CHECK(failure(test::xmp_packet("<mbxmp:bindingInformation>" + bdo + "</mbxmp:bindingInformation>")) ==
          "1:label.malformed");
    // A packet that cannot be read, and says something of a label.
    CHECK(failure(good.substr(0, good.size() - 20)) == "1:xmp.malformed");
    CHECK(failure(good.substr(0, good.size() - 20) + good) == "1:xmp.malformed");
    CHECK(failure(test::with(good, "</rdf:RDF>", "")) == "1:xmp.malformed");
    CHECK(failure(test::with(good, "<x:xmpmeta", "<!DOCTYPE x><x:xmpmeta")) == "1:xmp.malformed");
    const auto large = test::xmp_packet(value + std::string(2 * format::xmp_limit, ' '));
    CHECK(failure(large) == "1:limit.size");
    CHECK(test::failure([&] { (void)label_in(large, 1U << 16U); }) == "1:limit.size");
}

TEST_CASE("padding hides no label, and a packet too large for one may stand where it has none")
{
    const auto value = "<mbxmp:bindingInformation>" + test::xml_text(bdo) + "</mbxmp:bindingInformation>";
    const auto behind = test::xmp_packet(std::string(format::xmp_limit + 200000, ' ') + value);
    for (const std::size_t step : {std::size_t{4000}, std::size_t{1} << 16U, SIZE_MAX}) {
        CHECK(test::failure([&] { (void)label_in(behind, step); }) == "1:limit.size");
        const auto none = test::xmp_packet(std::string(3 * format::xmp_limit, ' '));
        CHECK_FALSE(label_in(none, step));
        const auto good = test::xmp_with(bdo);
        CHECK(label_in(none + junk + good, step));
    }
    // The name lies over the place at which what came before is let go.
    const auto whole =
        test::xmp_packet("", std::string(format::xmp_limit + 1000, ' ') + "mbxmp:bindingInformation=\"x\"");
    const auto begin = whole.find("bindingInformation");
    for (std::size_t at = 1; at < 18; ++at) {
        format::XmpScanner scanner;
        CHECK(test::failure([&] {
                  scanner.feed(as_bytes(std::string_view(whole).substr(0, begin + at)));
                  scanner.feed(as_bytes(std::string_view(whole).substr(begin + at)));
              }) == "1:limit.size");
    }
}

TEST_CASE("XMP that may hold a label and is not read is refused by name")
{
    const auto good = test::xmp_with(bdo);
    const auto begin = good.find("?>") + 2;
    const auto bare = good.substr(begin, good.rfind("<?xpacket") - begin);
    CHECK(failure(junk + bare + junk) == "1:xmp.malformed");
    CHECK(failure(good + junk + bare) == "1:xmp.malformed");
    auto quoted = bare;
    std::replace(quoted.begin(), quoted.end(), '"', '\'');
    CHECK(failure(quoted) == "1:xmp.malformed");
    // The instruction in apostrophes is as good.
    CHECK(label_in(test::with(test::with(good, "begin=\"\xEF\xBB\xBF\"", "begin='\xEF\xBB\xBF'"),
                              "id=\"W5M0MpCehiHzreSzNTczkc9d\"", "id='W5M0MpCehiHzreSzNTczkc9d'")));
    for (const std::size_t width : {2U, 4U}) {
        for (const bool is_big : {false, true}) {
            std::string wide;
            for (const char c : good) {
                const std::string zeros(width - 1, '\0');
                wide += is_big ? zeros + c : c + zeros;
            }
            for (const std::size_t step : {std::size_t{1}, std::size_t{64}, SIZE_MAX}) {
                CAPTURE(width, is_big, step);
                CHECK(test::failure([&] { (void)label_in(wide, step); }) == "1:xmp.malformed");
                // Nor does an opening in ASCII hide it, closed or not.
                const std::string opened = "<?xpacket begin=\"\" id=\"W\"?>" + wide;
                CHECK(test::failure([&] { (void)label_in(opened, step); }) == "1:xmp.malformed");
                const auto closed = opened + "<?xpacket end=\"w\"?>";
                CHECK(test::failure([&] { (void)label_in(closed, step); }) == "1:xmp.malformed");
            }
        }
    }
    CHECK_FALSE(label_in("prose about urn:nato:stanag:4778:bindinginformation:1:0:xmp# and packets"));
}

TEST_CASE("a file with XMP cut anywhere is read or refused")
{
    const auto file = junk + test::xmp_with(bdo);
    for (std::size_t size = 0; size < file.size(); size += 3) {
        const auto reason = failure(file.substr(0, size));
        CAPTURE(size);
        CHECK((reason.empty() || reason == "1:xmp.malformed"));
    }
}
