#include "pouch/format/write_order.hpp"
#include "pouch/io/packets.hpp"
#include "pouch/stage/write_server.hpp"
#include "support/scratch.hpp"
#include "support/support.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstring>
#include <thread>

using namespace pouch;
using format::FilePiece;
using format::WriteOrder;

namespace {

constexpr std::size_t span_size = 8192;
constexpr std::size_t letter_size = 4096;

/// A server in a thread of its own, and the other end of its socket: what a parser can do that was taken over.
class Parser {
  public:
    explicit Parser(std::size_t threads = 2, io::Walk walk = io::Walk::by_kernel)
        : slots_(3, span_size, letter_size), sockets_(io::make_packet_pair())
    {
        ::signal(SIGPIPE, SIG_IGN);
        server_ = std::thread([this, threads, walk] {
            io::TreeWriter tree(scratch_ / "tree", walk);
            stage::WriteServer server(tree, slots_, sockets_.other.get(), {100, 1 << 20, 50});
            was_kept_ = server.serve(threads, [] {});
        });
        CHECK(hear().empty()); // ready
    }
    ~Parser() { hang_up(); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    /// The reason of the answer, as test::failure() has it.
    std::string order(ByteView packet)
    {
        REQUIRE(io::send_packet(sockets_.one.get(), packet));
        return hear();
    }
    std::string begin(std::uint64_t files, std::uint64_t bytes, std::uint64_t directories = 50)
    {
        return order(format::encode(WriteOrder{WriteOrder::Kind::begin, 0, files, bytes, directories}));
    }
    std::string write(const std::vector<FilePiece>& pieces, std::uint32_t slot = 0)
    {
        format::LetterWriter letter(slots_.letter(slot));
        for (const auto& piece : pieces) REQUIRE(letter.add(piece));
        return order(format::encode(WriteOrder{WriteOrder::Kind::write, slot, 0, letter.size()}));
    }
    std::string commit() { return order(format::encode(WriteOrder{WriteOrder::Kind::commit, 0, 0, 0})); }

    std::string keep() { return order(format::encode(WriteOrder{WriteOrder::Kind::keep, 0, 0, 0})); }

    void put(std::uint32_t slot, const std::string& text)
    {
        std::memcpy(slots_.span(slot).data(), text.data(), text.size());
    }
    /// True if the tree was kept. Nothing else may be left.
    bool hang_up()
    {
        if (server_.joinable()) {
            sockets_.one.reset();
            server_.join();
            CHECK(scratch_.count() == (was_kept_ ? 1 : 0));
        }
        return was_kept_;
    }

    [[nodiscard]] std::string text_of(const std::string& path) const
    {
        return test::text_of(scratch_ / ("tree/" + path));
    }
    [[nodiscard]] std::size_t count_names_with(char byte) const
    {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(scratch_.path()))
            if (entry.path().filename().string().find(byte) != std::string::npos) ++count;
        return count;
    }
    [[nodiscard]] MutableByteView letter() const { return slots_.letter(0); }

  private:
    std::string hear()
    {
        Bytes buffer(format::write_answer_limit);
        const auto packet = io::receive_packet(sockets_.one.get(), buffer, io::Patience::firm);
        return test::failure([&] {
            if (const auto answer = format::read_write_answer(packet); answer.failure)
                throw Error(*answer.failure);
        });
    }

    test::Scratch scratch_;
    io::SharedSlots slots_;
    io::PacketPair sockets_;
    std::atomic<bool> was_kept_ = false;
    std::thread server_;
};

const std::string mistake = "70:writer.order";

/// The answer to one letter, of a server that was told of two files and a hundred bytes.
std::string answer_to(const std::vector<FilePiece>& pieces)
{
    Parser parser;
    REQUIRE(parser.begin(2, 100).empty());
    const auto reason = parser.write(pieces);
    CHECK_FALSE(parser.hang_up());
    return reason;
}

} // namespace

TEST_CASE("no more directories are made than were announced")
{
    Parser enough;
    REQUIRE(enough.begin(2, 0, 3).empty());
    CHECK(enough.write({{"a/b/one", 0, 0, 0, 0}}).empty());
    CHECK(enough.write({{"a/c/two", 0, 0, 0, 0}}).empty());
    CHECK(enough.commit().empty());
    CHECK(enough.keep().empty());
    CHECK(enough.hang_up());
    Parser more;
    REQUIRE(more.begin(2, 0, 2).empty());
    CHECK(more.write({{"a/b/one", 0, 0, 0, 0}}).empty());
    CHECK(more.write({{"a/c/two", 0, 0, 0, 0}}) == mistake);
    CHECK(more.commit() == mistake);
    CHECK_FALSE(more.hang_up());
}

TEST_CASE("what was announced and came whole appears, in pieces of any order and on any number of threads")
{
    for (const std::size_t threads : {1U, 2U, 5U}) {
        for (const auto walk : {io::Walk::by_kernel, io::Walk::by_components}) {
            Parser parser(threads, walk);
            parser.put(0, "0123456789abc");
            CHECK(parser.begin(3, 23).empty());
            CHECK(parser.write({{"data/whole", 10, 0, 0, 10}, {"data/d/parts", 13, 10, 10, 3}}).empty());
            CHECK(parser.write({{"data/d/empty", 0, 0, 0, 0}, {"data/d/parts", 13, 0, 0, 4}}).empty());
            CHECK(parser.write({{"data/d/parts", 13, 4, 4, 6}}).empty());
            CHECK(parser.commit().empty());
            CHECK(parser.text_of("data/whole") == "0123456789");
            CHECK(parser.text_of("data/d/parts") == "0123456789abc");
            CHECK(parser.text_of("data/d/empty").empty());
            CHECK(parser.keep().empty());
            CHECK(parser.hang_up());
        }
    }
}

TEST_CASE("a path that leaves the tree, or that no bundle has, is not written")
{
    for (const std::string_view path :
         {"../out", "/tmp/out", "data/../../out", "", ".", "a//b", "a/", "a\nb", "con", "x/."})
        CHECK(answer_to({{path, 1, 0, 0, 1}}) == mistake);
    CHECK(answer_to({{"good", 1, 0, 0, 1}, {"../out", 1, 0, 0, 1}}) == mistake);
}

TEST_CASE("content is taken from inside a span only, and put inside a file only")
{
    CHECK(answer_to({{"a", 1, 0, span_size, 1}}) == mistake);
    CHECK(answer_to({{"a", 2, 0, span_size - 1, 2}}) == mistake);
    CHECK(answer_to({{"a", 1, 0, 0xFFFFFFFF, 1}}) == mistake);
    CHECK(answer_to({{"a", 0xFFFFFFFF, 0, 1, 0xFFFFFFFF}}) == mistake);
    CHECK(answer_to({{"a", 1, 0, span_size - 1, 1}}).empty());
    CHECK(answer_to({{"a", 10, 10, 0, 1}}) == mistake);
    CHECK(answer_to({{"a", 10, 1, 0, 10}}) == mistake);
    CHECK(answer_to({{"a", 10, ~std::uint64_t{0}, 0, 2}}) == mistake);
    CHECK(answer_to({{"a", 1, 0, 0, 2}}) == mistake);
    CHECK(answer_to({{"a", 10, 3, 0, 0}}) == mistake);
}

TEST_CASE("no file is made twice, none has two sizes, and no byte is given twice")
{
    CHECK(answer_to({{"a", 1, 0, 0, 1}, {"a", 1, 0, 0, 1}}) == "3:io.exists");
    CHECK(answer_to({{"a", 5, 0, 0, 2}, {"a", 5, 2, 0, 3}, {"a", 5, 0, 0, 2}}) == "3:io.exists");
    CHECK(answer_to({{"a", 5, 0, 0, 2}, {"a", 5, 0, 0, 5}}) == "3:io.exists");
    CHECK(answer_to({{"a", 5, 0, 0, 2}, {"a", 6, 2, 0, 3}}) == mistake);
    CHECK(answer_to({{"a", 9, 2, 0, 3}, {"a", 9, 4, 0, 1}}) == mistake);
    CHECK(answer_to({{"a", 9, 2, 0, 3}, {"a", 9, 0, 0, 3}}) == mistake);
    CHECK(answer_to({{"a", 9, 2, 0, 3}, {"a", 9, 2, 0, 3}}) == mistake);
    CHECK(answer_to({{"a", 9, 2, 0, 3}, {"a/b", 1, 0, 0, 1}}) == "3:io.missing");
}

TEST_CASE("no more is written than was announced, and no more announced than the limits")
{
    CHECK(answer_to({{"a", 101, 0, 0, 101}}) == mistake);
    CHECK(answer_to({{"a", 1000, 0, 0, 60}, {"a", 1000, 60, 0, 41}}) == mistake);
    CHECK(answer_to({{"a", 1, 0, 0, 1}, {"b", 1, 0, 0, 1}, {"c", 0, 0, 0, 0}}) == mistake);
    CHECK(answer_to({{"a", 2, 0, 0, 1}, {"b", 2, 0, 0, 1}, {"c", 2, 0, 0, 1}}) == mistake);
    CHECK(Parser().begin(101, 0) == mistake);
    CHECK(Parser().begin(0, (1 << 20) + 1) == mistake);
    CHECK(Parser().begin(0, 0, 51) == mistake);
    Parser parser;
    CHECK(parser.begin(2, 100).empty());
    CHECK(parser.begin(2, 100) == mistake);
}

TEST_CASE("more gaps or more files at a time than slots allow are refused")
{
    std::vector<FilePiece> gaps;
    for (std::uint64_t at = 0; at < 6; ++at) gaps.push_back({"a", 50, at * 2, 0, 1});
    CHECK(answer_to(gaps) == mistake);
    Parser parser;
    CHECK(parser.begin(50, 100).empty());
    const std::vector<std::string> names = {"a", "b", "c", "d", "e"};
    for (std::size_t i = 0; i < 4; ++i) CHECK(parser.write({{names[i], 2, 0, 0, 1}}).empty());
    CHECK(parser.write({{names[4], 2, 0, 0, 1}}) == mistake);
}

TEST_CASE("nothing is written before the beginning, behind the end or behind a failure, and nothing "
          "committed too early")
{
    CHECK(Parser().write({{"a", 1, 0, 0, 1}}) == mistake);
    CHECK(Parser().commit() == mistake);
    {
        Parser parser;
        CHECK(parser.begin(2, 3).empty());
        CHECK(parser.write({{"a", 1, 0, 0, 1}}).empty());
        CHECK(parser.commit() == mistake);
        CHECK(parser.write({{"b", 2, 0, 0, 2}}) == mistake);
        CHECK_FALSE(parser.hang_up());
    }
    {
        Parser parser;
        CHECK(parser.begin(1, 3).empty());
        CHECK(parser.write({{"a", 3, 0, 0, 2}}).empty());
        CHECK(parser.commit() == mistake);
    }
    {
        Parser parser;
        CHECK(parser.begin(1, 1).empty());
        CHECK(parser.write({{"../a", 1, 0, 0, 1}}) == mistake);
        CHECK(parser.write({{"a", 1, 0, 0, 1}}) == mistake);
        CHECK(parser.commit() == mistake);
    }
    Parser parser;
    CHECK(parser.begin(1, 1).empty());
    CHECK(parser.write({{"a", 1, 0, 0, 1}}).empty());
    CHECK(parser.commit().empty());
    CHECK(parser.commit() == mistake);
    CHECK(parser.write({{"b", 0, 0, 0, 0}}) == mistake);
    CHECK(parser.keep() == mistake); // after a failure nothing stays
    CHECK_FALSE(parser.hang_up());
}

TEST_CASE("a tree stays only if it is said to be kept, behind its commit")
{
    const auto commit = [](Parser& parser) {
        CHECK(parser.begin(1, 1).empty());
        CHECK(parser.write({{"a", 1, 0, 0, 1}}).empty());
        CHECK(parser.commit().empty());
    };
    Parser unheard;
    commit(unheard);
    CHECK_FALSE(unheard.hang_up());

    Parser early;
    CHECK(early.begin(1, 1).empty());
    CHECK(early.keep() == mistake);
    CHECK_FALSE(early.hang_up());

    Parser kept;
    commit(kept);
    CHECK(kept.keep().empty());
    CHECK(kept.hang_up());
}

TEST_CASE("a writer that cannot say it is ready ends, with all its threads")
{
    const test::Scratch scratch;
    const io::SharedSlots slots(1, span_size, letter_size);
    io::TreeWriter tree(scratch / "tree");
    const auto full = io::open_file("/dev/full", O_WRONLY);
    stage::WriteServer server(tree, slots, full.get(), {100, 1 << 20, 50});
    CHECK_THROWS_AS(server.serve(3, [] {}), Error);
}

TEST_CASE("an order that is none, or of a slot that is none, is refused")
{
    CHECK(Parser().order(to_bytes("x")) == mistake);
    CHECK(Parser().order(Bytes(4000)) == mistake);
    CHECK(Parser().order(Bytes(format::write_order_size, std::byte{0xFF})) == mistake);
    for (const auto& order :
         {WriteOrder{WriteOrder::Kind::write, 3, 0, 0}, WriteOrder{WriteOrder::Kind::write, ~0U, 0, 0},
          WriteOrder{WriteOrder::Kind::write, 0, 0, letter_size + 1},
          WriteOrder{WriteOrder::Kind::write, 0, 0, ~0ULL}}) {
        Parser parser;
        CHECK(parser.begin(1, 1).empty());
        CHECK(parser.order(format::encode(order)) == mistake);
    }
}

TEST_CASE("a letter that changes while it is obeyed is obeyed as it was checked")
{
    // One byte of one name turns from a letter to a line feed and back, which the check of names would not let pass.
    constexpr std::size_t files = 80;
    constexpr std::size_t changing = 60;
    for (int round = 0; round < 10; ++round) {
        Parser parser(1);
        CHECK(parser.begin(files, 0).empty());
        std::vector<std::string> names;
        std::vector<FilePiece> pieces;
        for (std::size_t i = 0; i < files; ++i) names.push_back("name" + std::to_string(100 + i));
        for (const auto& name : names) pieces.push_back({name, 0, 0, 0, 0});
        std::atomic<bool> is_done = false;
        std::thread changer([&] {
            auto& byte = parser.letter()[changing * (26 + names[0].size()) + 26];
            for (bool is_bad = false; !is_done; is_bad = !is_bad) {
                byte = is_bad ? std::byte{'\n'} : std::byte{'n'};
                std::this_thread::yield();
            }
        });
        const auto reason = parser.write(pieces);
        is_done = true;
        changer.join();
        CHECK((reason.empty() || reason == mistake));
        CHECK(parser.count_names_with('\n') == 0);
    }
}

TEST_CASE("letters and orders of any bytes are answered, and leave nothing")
{
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const auto bytes = test::noise(200, seed);
        Parser parser(1);
        CHECK(parser.begin(100, 1 << 20).empty());
        std::memcpy(parser.letter().data(), bytes.data(), bytes.size());
        // Often small numbers, so that more than the first check is reached.
        for (std::size_t at = 0; at < 24 && seed % 2 == 0; ++at)
            if (at % 8 > 0) parser.letter()[at] = std::byte{0};
        const WriteOrder order{WriteOrder::Kind::write, 0, 0, std::to_integer<std::uint64_t>(bytes[199])};
        static_cast<void>(parser.order(format::encode(order)));
        CHECK_FALSE(parser.hang_up());
    }
}
