#include "pouch/stage/writer_process.hpp"
#include "support/bundle.hpp"
#include "support/scratch.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace pouch;

namespace {

const stage::WriteLimits no_limits{1 << 20, 1 << 30, 1 << 20};

/// Extracts `bundle` to `target`; throws what that throws.
void extract(ByteView bundle, const std::string& target, bool payload_only = false)
{
    ::signal(SIGPIPE, SIG_IGN);
    stage::WriterProcess writer(target, 2, no_limits, {});
    io::MemorySource in(bundle);
    auto options = test::trusting();
    options.threads = 2;
    const stage::Destination to{nullptr, &writer.client(), payload_only};
    stage::verify(in, to, options, [](const auto&) {});
    writer.client().commit();
    writer.keep();
}

Bytes signed_bundle(const test::Files& files)
{
    return test::sign_bundle(test::pack_files(files), test::test_key());
}

/// Waits until nothing is in `scratch`; a second is much.
bool becomes_empty(const test::Scratch& scratch)
{
    for (int i = 0; i < 200 && scratch.count() > 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return scratch.count() == 0;
}

} // namespace

TEST_CASE("files of every size come out as they went in")
{
    const test::Files files = {{"a/empty", {}},
                               {"a/small", test::noise(10)},
                               {"a/frame", test::noise(4U << 20U, 2)},
                               {"b/big", test::noise((5U << 20U) + 5, 3)},
                               {"b/next", test::noise(513, 4)}};
    const auto bundle = signed_bundle(files);
    const test::Scratch scratch;
    extract(bundle, scratch / "bag");
    extract(bundle, scratch / "payload", true);
    for (const auto& [name, content] : files) {
        CHECK(test::text_of(scratch / ("bag/data/" + name)) == as_text(content));
        CHECK(test::text_of(scratch / ("payload/" + name)) == as_text(content));
    }
    CHECK(std::filesystem::exists(scratch / "bag/tagmanifest-sha512.txt"));
    CHECK(scratch.count() == 2);
}

TEST_CASE("a bundle that ends early leaves nothing, and is refused for that")
{
    const auto bundle = signed_bundle({{"a", test::noise(100000)}, {"b", test::noise(5U << 20U)}});
    const test::Scratch scratch;
    for (const std::size_t cut : {std::size_t{1}, std::size_t{5000}, bundle.size() / 2}) {
        CHECK(test::failure([&] {
                  extract(ByteView(bundle).first(bundle.size() - cut), scratch / "tree");
              }) == "1:bundle.truncated");
        CHECK(scratch.count() == 0);
    }
}

TEST_CASE("what the other process meets is thrown as it was there")
{
    const test::Scratch scratch;
    std::filesystem::create_directory(scratch / "tree");
    CHECK(test::failure([&] { extract({}, scratch / "tree"); }) == "3:io.exists");
    CHECK(test::failure([&] { extract({}, scratch / "none/tree"); }) == "3:io.missing");
    const stage::WriterLocks failing{
        [](const auto&) { throw Error(Fault::system, "sandbox.missing", "none"); }, [] {}};
    CHECK(test::failure([&] { stage::WriterProcess writer(scratch / "new", 1, no_limits, failing); }) ==
          "3:sandbox.missing");
    const stage::WriterLocks late{[](const auto&) {},
                                  [] { throw Error(Fault::system, "sandbox.missing", "none"); }};
    CHECK(test::failure([&] { stage::WriterProcess writer(scratch / "new", 3, no_limits, late); }) ==
          "3:sandbox.missing");
    stage::WriterProcess writer(scratch / "new", 1, {1, 1, 1}, {});
    CHECK(test::failure([&] { writer.client().begin(2, 0, 0); }) == "70:writer.order");
    CHECK(scratch.count() == 2); // the tree that was there, and one in the making
}

TEST_CASE("a death of the process that writes is a failure of this one, whenever it comes")
{
    ::signal(SIGPIPE, SIG_IGN);
    const test::Scratch scratch;
    for (int when = 0; when < 3; ++when) {
        stage::WriterProcess writer(scratch / "tree", 2, no_limits, {});
        auto& client = writer.client();
        CHECK(test::failure([&] {
                  if (when == 0) ::kill(writer.id(), SIGKILL);
                  client.begin(1, 10, 0);
                  if (when == 1) ::kill(writer.id(), SIGKILL);
                  auto letter = client.letter(0);
                  REQUIRE(letter.add({"a", 10, 0, 0, 10}));
                  client.send(0, letter.size());
                  client.await(0);
                  if (when == 2) ::kill(writer.id(), SIGKILL);
                  client.commit();
              }) == "3:writer.died");
        CHECK_FALSE(std::filesystem::exists(scratch / "tree"));
    }
}

TEST_CASE("a tree that is not said to be kept goes, and one of a process that did not hear it is no success")
{
    ::signal(SIGPIPE, SIG_IGN);
    const test::Scratch scratch;
    const auto commit = [](stage::WriterProcess& writer) {
        writer.client().begin(0, 0, 0);
        writer.client().commit();
    };
    {
        stage::WriterProcess writer(scratch / "tree", 2, no_limits, {});
        commit(writer);
        CHECK(std::filesystem::exists(scratch / "tree"));
    }
    CHECK(scratch.count() == 0);
    stage::WriterProcess deaf(scratch / "tree", 2, no_limits, {});
    CHECK(test::failure([&] { deaf.keep(); }) == "3:writer.died"); // before there was anything to keep
    CHECK(scratch.count() == 0);
    stage::WriterProcess kept(scratch / "tree", 2, no_limits, {});
    commit(kept);
    kept.keep();
    CHECK(scratch.count() == 1);
}

TEST_CASE("signals to the group do not end the process that writes, the end of its parent does")
{
    const test::Scratch scratch;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        stage::WriterProcess writer(scratch / "tree", 2, no_limits, {});
        ::kill(writer.id(), signal);
        CHECK_NOTHROW(writer.client().begin(1, 1, 0));
        CHECK(scratch.count() == 1);
    }
    CHECK(scratch.count() == 0);
    const auto parser = ::fork();
    if (parser == 0) {
        stage::WriterProcess writer(scratch / "tree", 2, no_limits, {});
        auto& client = writer.client();
        client.begin(2, 10, 1);
        auto letter = client.letter(0);
        static_cast<void>(letter.add({"a/b", 10, 0, 0, 10}));
        client.send(0, letter.size());
        client.await(0);
        ::raise(SIGKILL);
    }
    int status = 0;
    ::waitpid(parser, &status, 0);
    CHECK(WIFSIGNALED(status));
    CHECK(becomes_empty(scratch));
}
