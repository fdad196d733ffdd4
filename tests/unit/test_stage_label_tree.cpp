#include "label_samples.hpp"
#include "pouch/stage/label_tree.hpp"
#include "support/bundle.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

const Instant present{1767225600}; // 2026-01-01

/// A bundle of files of the same names, the map, and the label of the whole.
struct Case {
    label::Policy policy = test::sample_policy("nato-sample.spif.xml");
    std::vector<std::string> files;
    std::map<std::string, label::Label> sidecars;
    std::string map;
    std::optional<label::Label> whole;

    [[nodiscard]] label::Label label(const std::string& classification) const
    {
        return test::make_label(policy, classification, {test::permissive("Context", {"NATO"})});
    }

    [[nodiscard]] Bytes bundle() const
    {
        test::Files content;
        for (const auto& file : files) content[file] = to_bytes("EXERCISE ONLY\n");
        for (const auto& [path, label] : sidecars) content[path + ".bdo"] = stage::sidecar_of(label, path);
        return test::pack_files(content);
    }

    [[nodiscard]] Bytes labelled(ByteView bundle) const
    {
        label::WantedLabel otherwise;
        otherwise.created = present;
        otherwise.at = present;
        otherwise.originator = label::OriginatorId{"rfc822Name", "desk@example.org"};
        const auto labels =
            stage::tree_labels(format::read_label_map("version = 1\n" + map), policy, otherwise);
        io::MemorySource in(bundle);
        io::MemorySink out;
        stage::label_tree(in, out, {policy, labels, whole, present});
        return out.bytes;
    }

    [[nodiscard]] std::string failure() const
    {
        return test::failure([&] { (void)labelled(bundle()); });
    }
};

std::string entry(const std::string& files, const std::string& classification, const std::string& more = "")
{
    return "[[label]]\nfiles = [" + files + "]\nclassification = \"" + classification +
           "\"\ncategory = [\"Context=NATO\"]\n" + more;
}

format::Head head_of(const Bytes& bundle)
{
    io::MemorySource in(bundle);
    return std::get<format::Head>(stage::read_label_document(in));
}

} // namespace

TEST_CASE("a map labels the files it names, in one pass, and no others")
{
    Case c;
    c.files = {"a", "a.a", "a/b.txt", "b/c.csv", "notes.txt", "한국/보고.txt"};
    c.files.erase(c.files.begin()); // `a` cannot be a file and a directory
    c.files.emplace_back("z");
    c.map = entry("\"*.txt\"", "RESTRICTED", "except = [\"notes.txt\"]\n") +
            entry("\"a.a\", \"z\"", "UNCLASSIFIED", "originator = \"jID:x@y\"\n");
    c.whole = c.label("SECRET");
    const auto bundle = c.bundle();
    const auto labelled = c.labelled(bundle);
    const auto head = head_of(labelled); // its order and digests are right
    std::map<std::string, std::string> found;
    for (const auto& label : head.file_labels()) {
        const auto bdo = format::read_bdo(label.content);
        CHECK(format::referenced_file(bdo.data_uri) == io::base_name_of(label.path));
        found[label.path] = bdo.originator.classification + " " + bdo.originator.originator->value;
    }
    CHECK(found == std::map<std::string, std::string>{{"a.a", "UNCLASSIFIED x@y"},
                                                      {"a/b.txt", "RESTRICTED desk@example.org"},
                                                      {"z", "UNCLASSIFIED x@y"},
                                                      {"한국/보고.txt", "RESTRICTED desk@example.org"}});
    CHECK(format::read_bdo(*head.label()).originator.classification == "SECRET");
    // The same map once more changes nothing: every file has the label that it says.
    CHECK(c.labelled(labelled) == labelled);
    // The payload is as it was.
    const auto end_of = [](ByteView all) { return as_text(all.last(200)); };
    CHECK(end_of(bundle) == end_of(labelled));
}

TEST_CASE("labels of a map and those that came stand in one order")
{
    Case c;
    c.files = {"b", "b.b", "b.c", "d"};
    c.sidecars = {{"b.b", c.label("RESTRICTED")}, {"d", c.label("UNCLASSIFIED")}};
    c.map = entry("\"b\", \"b.*\"", "RESTRICTED");
    c.whole = c.label("SECRET");
    const auto labelled = c.labelled(c.bundle());
    const auto head = head_of(labelled);
    std::string paths;
    for (const auto& label : head.file_labels()) paths += label.path + " ";
    CHECK(paths == "b.b b b.c d ");
    CHECK(as_text(head.file_labels()[0].content) ==
          as_text(stage::sidecar_of(c.sidecars.at("b.b"), "b.b"))); // kept, byte for byte
}

TEST_CASE("without a label of its own the bundle keeps the one it has")
{
    Case c;
    c.files = {"a", "b"};
    c.map = entry("\"a\"", "RESTRICTED");
    CHECK(c.failure() == "4:label.missing");
    c.whole = c.label("SECRET");
    const auto first = c.labelled(c.bundle());
    c.whole.reset();
    c.map = entry("\"b\"", "SECRET");
    const auto second = c.labelled(first);
    const auto before = head_of(first);
    const auto after = head_of(second);
    CHECK(as_text(*after.label()) == as_text(*before.label()));
    CHECK(after.file_labels().size() == 2);
    c.map = entry("\"b\"", "TOP SECRET");
    CHECK(test::failure([&] { (void)c.labelled(first); }) == "4:label.dominance");
    c.policy = test::sample_policy("rok-sample.spif.xml");
    c.map = "[[label]]\nfiles = [\"b\"]\nclassification = \"대외비\"\ncategory = [\"제공 대상=KOR\"]\n";
    CHECK(test::failure([&] { (void)c.labelled(first); }) == "4:label.other-policy");
}

TEST_CASE("a map that contradicts itself, the bundle or a label that came is refused")
{
    Case c;
    c.files = {"a", "b", "x/c"};
    c.whole = c.label("RESTRICTED");
    c.map = entry("\"a\"", "UNCLASSIFIED") + entry("\"?\"", "RESTRICTED");
    CHECK(c.failure() == "2:map.conflict");
    c.map = entry("\"a\"", "RESTRICTED") + entry("\"*\"", "RESTRICTED");
    CHECK(c.failure().empty());
    c.map = entry("\"a\", \"*.txt\"", "RESTRICTED");
    CHECK(c.failure() == "2:map.unmatched");
    c.map = entry("\"a\"", "RESTRICTED", "except = [\"b\"]\n"); // not among its files
    CHECK(c.failure() == "2:map.unmatched");
    c.map = entry("\"a\"", "SECRET");
    CHECK(c.failure() == "4:label.dominance");
    c.map = entry("\"a\"", "RESTRICTED");
    c.sidecars = {{"a", c.label("UNCLASSIFIED")}};
    CHECK(c.failure() == "4:label.conflict");
    c.map = entry("\"b\"", "RESTRICTED");
    c.sidecars = {{"a", c.label("SECRET")}};
    CHECK(c.failure() == "4:label.dominance"); // of a label that came
    c.map = entry("\"b\"", "NO SUCH");
    CHECK(c.failure() == "2:usage.classification");
    c.map = "[[label]]\nfiles = [\"b\"]\nclassification = \"SECRET\"\n"; // without an owner
    CHECK(c.failure() == "4:label.required");
}

TEST_CASE("offenders are named, each with the lines of the map, up to a limit")
{
    Case c;
    for (int i = 0; i < 150; ++i) c.files.push_back("f" + std::to_string(i));
    c.whole = c.label("RESTRICTED");
    c.map = entry("\"f*\"", "SECRET");
    try {
        (void)c.labelled(c.bundle());
        FAIL("allowed");
    } catch (const Error& error) {
        CHECK(error.message() == "files that the map labels above their bundle (150 offenders)");
        REQUIRE(error.details().size() == 101);
        CHECK(error.details().front() ==
              "f0: the label of line 2 admits fewer readers than that of the bundle");
        CHECK(error.details().back() == "and 50 more");
    }
}
