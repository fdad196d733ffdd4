#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/tokens.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

/// `AAAA`, the length of the name of the algorithm, behind a blank.
MaskGraph::Id places(MaskGraph& graph)
{
    return graph.both(graph.run(graph.bytes(bytes_in("A")), 4), graph.behind(bytes_in(" ")));
}

constexpr std::string_view algorithms[] = {
    "ssh-ed25519",
    "ssh-rsa",
    "ssh-dss",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
};

/// A public key as authorized_keys and known_hosts have it (RFC 4253 section 6.6), without its comment. It is no secret,
/// but tells whose it is.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    constexpr std::size_t least = 40;
    if (at < 1 || text[at - 1] != ' ' || text.substr(at, 4) != "AAAA") return std::nullopt;
    const auto before = text.substr(0, at - 1);
    std::size_t name = 0;
    for (const auto algorithm : algorithms) {
        if (before.ends_with(algorithm)) name = std::max(name, algorithm.size());
    }
    const auto begin = before.size() - name;
    if (name == 0 || (begin > 0 && is_alnum(text[begin - 1]) && !is_escape_letter(text, begin - 1))) {
        return std::nullopt;
    }
    const auto size = run_size(text, at, longest_match + 1, is_base64);
    if (size < least) return std::nullopt;
    const auto padding = run_size(text, at + size, 2, [](char c) { return c == '='; });
    return Hit{begin, at + size + padding, Strength::weak};
}

constexpr Example examples[] = {
    {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f kim@host",
     "?ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"},
    {"공개키:ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDAAECAwQFBgcI=을",
     "?ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDAAECAwQFBgcI="},
    {"host,192.0.2.1 ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTY=",
     "?ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTY="},
    {"sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAA",
     "?sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAA"},
    {"\"\\nssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDAAECAwQFBgcI\\n\"",
     "?ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDAAECAwQFBgcI"},
    {"ssh-rsa AAAAB3NzaC1yc2E", ""},
    {"rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDAAECAwQFBgcI=", ""},
    {"ssh-rsa  AAAAB3NzaC1yc2EAAAADAQABAAABAQDAAECAwQFBgcI=", ""},
    {"xssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDAAECAwQFBgcI=", ""},
    {"AAAA BBBB", ""},
};

} // namespace

const Recogniser ssh_key{
    .name = "ssh-key",
    .longest = longest_match,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .is_token = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
