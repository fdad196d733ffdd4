#include "pouch/base/text.hpp"
#include "pouch/format/age_header.hpp"
#include "pouch/io/memory.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::format;

namespace {

const std::string version = "age-encryption.org/v1\n";
const std::string b64_32 = to_base64(test::noise(32), Padding::none);
const std::string line_48 = to_base64(test::noise(48), Padding::none);
const std::string end = "--- " + b64_32 + "\n";
const std::string stanza = "-> X25519 " + b64_32 + "\n" + b64_32 + "\n";

AgeFront read(std::string_view text, std::size_t step = 65536)
{
    io::MemorySource in(as_bytes(text), step);
    return read_age_header(in);
}

std::string failure(std::string_view text)
{
    return test::failure([&] { static_cast<void>(read(text)); });
}

} // namespace

TEST_CASE("a header is read with all it holds, and not one byte more, however the input is cut")
{
    const auto step = GENERATE(std::size_t{1}, std::size_t{7}, std::size_t{65536});
    const auto text =
        version + stanza + "-> type a b ! ~\n" + line_48 + "\n" + line_48 + "\nAQ\n-> empty\n\n" + end;
    const auto front = read(text + "rest\n", step);
    const auto& stanzas = front.header.stanzas;
    REQUIRE(stanzas.size() == 3);
    CHECK(stanzas[0].type() == "X25519");
    CHECK(stanzas[0].body == test::noise(32));
    CHECK(stanzas[1].arguments == std::vector<std::string>{"type", "a", "b", "!", "~"});
    CHECK(stanzas[1].body.size() == 97);
    CHECK(stanzas[2].body.empty());
    CHECK(to_base64(front.header.mac, Padding::none) == b64_32);
    CHECK(as_text(front.header.covered) == text.substr(0, text.size() - 45));
    CHECK(as_text(front.rest) == std::string("rest\n").substr(0, front.rest.size()));
}

TEST_CASE("a header is written as it is read, at every length of body")
{
    for (std::size_t size = 0; size <= 150; ++size) {
        std::vector<AgeStanza> stanzas;
        stanzas.push_back({{"one"}, test::noise(size)});
        stanzas.push_back({{"two", "arguments"}, {}});
        crypto::Mac mac{};
        const auto covered = age_header_covered(stanzas);
        const auto bytes = age_header_bytes(covered, mac);
        const auto header = read(as_text(bytes)).header;
        CHECK(header.stanzas.size() == 2);
        CHECK(header.stanzas[0].body == stanzas[0].body);
        CHECK(header.stanzas[1].arguments == stanzas[1].arguments);
        CHECK(header.covered == covered);
    }
}

TEST_CASE("what is no age v1 file is refused as what it is")
{
    CHECK(failure("") == "1:age.not");
    CHECK(failure("hello") == "1:age.not");
    CHECK(failure(std::string(100000, 'x')) == "1:age.not");
    CHECK(failure("age-encryption.org/v2\n" + stanza + end) == "1:age.version");
    CHECK(failure("age-encryption.org/v1 \n" + stanza + end) == "1:age.version");
    CHECK(failure("age-encryption.org/v1\r\n" + stanza + end) == "1:age.version");
    CHECK(failure(" " + version + stanza + end) == "1:age.not");
    CHECK(failure(stanza + end) == "1:age.not");
    CHECK(failure("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n") == "1:age.armored");
}

TEST_CASE("a header that is cut anywhere is truncated")
{
    const auto text = version + stanza + end;
    for (std::size_t size = 1; size < text.size(); ++size) {
        CHECK(failure(text.substr(0, size)) == "1:age.truncated");
    }
    CHECK(failure(text).empty());
}

TEST_CASE("a header outside the grammar is refused")
{
    const auto a_b64 = b64_32.substr(0, 42);
    const auto bad = GENERATE_COPY(values<std::string>({
        end,                                            // no stanza
        stanza + "---" + b64_32 + "\n",                 // no space
        stanza + "---  " + b64_32 + "\n",               // two
        stanza + "--- " + b64_32 + " \n",               // one at the end
        stanza + "--- " + b64_32 + "\r\n",              // CR LF
        stanza + "--- " + b64_32 + "=\n",               // padded
        stanza + "--- " + a_b64 + "\n",                 // 42 characters
        stanza + "--- " + b64_32 + "A\n",               // 44
        stanza + "--- " + std::string(42, 'A') + "B\n", // unused bits
        stanza + "--- " + b64_32 + " x\n",              // more text
        stanza + "---\n",                               //
        stanza + "--\n" + end,                          //
        stanza + "\n" + end,                            // an empty line
        stanza + "#\n" + end,                           //
        "->\n\n" + end,                                 // no argument
        "-> \n\n" + end,                                // an empty one
        "->  a\n\n" + end,                              //
        "-> a \n\n" + end,                              //
        "-> a  b\n\n" + end,                            //
        "->a\n\n" + end,                                // no space
        "-> a\tb\n\n" + end,                            // not visible
        "-> a\r\n\n" + end,                             //
        "-> a\x7f\n\n" + end,                           //
        "-> \xc3\xa9\n\n" + end,                        // not ASCII
        "-> a\n\r\n" + end,                             // CR in a body
        "-> a\n" + line_48 + "AA\n\n" + end,            // more than 64 columns
        "-> a\nAQ\nAQ\n" + end,                         // a short line before another
        "-> a\n" + line_48 + "\n" + end,                // no short line
        "-> a\n" + end,                                 // no line at all
        "-> a\nAQ==\n" + end,                           // padded
        "-> a\nAR\n" + end,                             // unused bits
        "-> a\nA\n" + end,                              // a length that nothing has
        "-> a\nA Q\n" + end,                            //
        "-> a\n-_\n" + end,                             // the other alphabet
    }));
    CAPTURE(bad);
    CHECK(failure(version + bad + "payload") == "1:age.header");
}

TEST_CASE("a header over a limit is refused, at the limit it is read")
{
    const auto many = [](std::size_t count) {
        std::string text = version;
        for (std::size_t i = 0; i < count; ++i) text += "-> a\n\n";
        return text + end;
    };
    CHECK(read(many(age_stanza_limit)).header.stanzas.size() == age_stanza_limit);
    CHECK(failure(many(age_stanza_limit + 1)) == "1:limit.size");

    const auto head = version + "-> ";
    const auto tail = "\n\n" + end;
    const auto room = age_header_limit - head.size() - tail.size();
    CHECK(failure(head + std::string(room, 'a') + tail).empty());
    CHECK(failure(head + std::string(room + 1, 'a') + tail) == "1:limit.size");
    CHECK(failure(head + std::string(3 * age_header_limit, 'a')) ==
          "1:limit.size"); // and does not read it all
}
