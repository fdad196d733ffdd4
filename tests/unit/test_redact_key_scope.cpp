#include "pouch/redact/key_scope.hpp"

#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

using namespace pouch;
using redact::KeyScope;
using Purpose = KeyScope::Purpose;

namespace {

/// A key file that is gone when the test ends.
class KeyFile {
  public:
    explicit KeyFile(const std::string& text, mode_t mode = 0600)
    {
        const auto descriptor = ::mkstemp(path_.data());
        REQUIRE(descriptor >= 0);
        REQUIRE(::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
        REQUIRE(::fchmod(descriptor, mode) == 0);
        ::close(descriptor);
    }
    ~KeyFile() { ::unlink(path_.c_str()); }
    KeyFile(const KeyFile&) = delete;
    KeyFile& operator=(const KeyFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_ = "/tmp/pouch-key-XXXXXX";
};

std::string fault_of(const std::string& text, mode_t mode = 0600)
{
    const KeyFile file(text, mode);
    return test::failure([&] { (void)redact::read_key_scope(file.path()); });
}

const std::string zeros(64, '0');

} // namespace

TEST_CASE("key scope: a key file is 64 digits and at most one line feed")
{
    CHECK(fault_of(zeros).empty());
    CHECK(fault_of(zeros + "\n").empty());
    for (const auto& text : {std::string(), zeros.substr(1), zeros + "0", zeros + "\n\n", zeros + " ",
                             std::string(64, 'F'), std::string(64, 'g')}) {
        CHECK(fault_of(text) == "3:key.malformed");
    }
    CHECK(fault_of(zeros, 0640) == "3:key.mode");
}

TEST_CASE("key scope: purposes, messages and keys are told apart, and all repeats")
{
    const KeyFile first(zeros);
    const KeyFile second(std::string(63, '0') + "1");
    const auto a = redact::read_key_scope(first.path());
    const auto b = redact::read_key_scope(second.path());
    std::set<crypto::Mac> macs;
    for (const auto* scope : {&a, &b}) {
        for (const auto purpose : {Purpose::pseudonym, Purpose::shift_date, Purpose::encrypt,
                                   Purpose::identifier, Purpose::input, Purpose::proof}) {
            for (const auto* message : {"", "x", "y"}) {
                macs.insert(scope->mac(purpose, message));
                CHECK(scope->mac(purpose, message) == scope->mac(purpose, message));
            }
        }
    }
    CHECK(macs.size() == 36);
    CHECK(a.id().size() == 16);
    CHECK(a.id() != b.id());
}
