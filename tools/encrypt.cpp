// encrypt: encrypt for age recipients, decrypt, make keys. Manual: man/pouch-encrypt.1
#include "pouch/stage/encrypt.hpp"
#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/base/time.hpp"
#include "pouch/cli/run.hpp"
#include "pouch/io/pipe.hpp"
#include "pouch/stage/decrypt.hpp"

#include <algorithm>
#include <unistd.h>

namespace {

using namespace pouch;

struct Options {
    std::vector<std::string> recipients;
    std::vector<std::string> recipient_files;
    std::vector<std::string> identity_files;
    bool decrypt = false;
    bool keygen = false;
    bool raw = false;
    bool allow_empty = false;
    std::size_t threads = std::min<std::size_t>(available_threads(), 8); // more than the copying can feed
};

/// What may not go together, and what must be there.
void check_usage(const Options& options, const cli::Streams& streams)
{
    const bool encrypts = !options.recipients.empty() || !options.recipient_files.empty();
    if (options.keygen) {
        if (streams.input != "-") throw usage_error("usage", "--keygen takes no input");
    } else if (options.decrypt) {
        if (options.identity_files.empty()) throw usage_error("usage", "-d needs -i IDENTITY");
    } else if (!encrypts) {
        throw usage_error("usage", "no recipient")
            .with_hint("-r RECIPIENT or -R FILE to encrypt, -d to decrypt");
    }
    const auto& files = options.recipient_files;
    const auto from_stdin = std::count(files.begin(), files.end(), "-");
    if (from_stdin > (streams.input == "-" ? 0 : 1)) {
        throw usage_error("usage", "standard input cannot serve twice");
    }
}

std::vector<format::AgeRecipient> read_recipients(const Options& options)
{
    std::vector<format::AgeRecipient> recipients;
    for (const auto& text : options.recipients) {
        try {
            recipients.push_back(format::parse_age_recipient(text));
        } catch (const Error& error) {
            throw error.in("-r");
        }
    }
    for (const auto& path : options.recipient_files) {
        const auto text = io::read_small_file(path, format::age_recipients_file_limit);
        try {
            for (auto& one : format::parse_age_recipients(as_text(text))) recipients.push_back(one);
        } catch (const Error& error) {
            throw error.in(path);
        }
    }
    return recipients;
}

std::vector<format::AgeIdentity> read_identities(const Options& options)
{
    std::vector<format::AgeIdentity> identities;
    for (const auto& path : options.identity_files) {
        const auto text = io::read_secret_file(path, format::age_identity_file_limit);
        try {
            for (auto& one : format::parse_age_identities(text.expose()))
                identities.push_back(std::move(one));
        } catch (const Error& error) {
            throw error.in(path);
        }
    }
    return identities;
}

void generate_key(const cli::Streams& streams, const cli::Common& common)
{
    const auto created = format_rfc3339(now());
    const auto out = streams.open_output(cli::Streams::Content::text, nullptr, true);
    const auto status = io::status_of(out->descriptor(), out->name());
    if (S_ISREG(status.st_mode) && (status.st_mode & 077U) != 0) {
        common.warn("key.mode", "group or others can read this secret key");
    }
    const bool is_terminal = ::isatty(out->descriptor()) == 1;
    const auto identity = format::AgeIdentity::generate();
    out->write(format::age_identity_file(identity, created).expose());
    out->commit();
    const auto line = fmt::format("Public key: {}", format::to_text(identity.recipient));
    if (common.json) {
        common.note(line);
    } else if (!is_terminal) {
        fmt::print(stderr, "{}\n", line);
    }
}

void run_filter(const Options& options, const cli::Streams& streams)
{
    const auto identities = read_identities(options);
    const auto recipients = read_recipients(options);
    const auto in = streams.open_input();
    const auto out = streams.open_output(cli::Streams::Content::binary, in.get(), options.decrypt);
    io::widen_pipe(in->descriptor());
    io::widen_pipe(out->descriptor());
    if (options.decrypt) {
        stage::decrypt(*in, *out, identities, options.threads);
    } else {
        stage::encrypt(*in, *out, recipients,
                       {options.threads, options.raw ? stage::BundleRule::off : stage::BundleRule::enforced,
                        options.allow_empty ? stage::EmptyInput::allowed : stage::EmptyInput::refused});
    }
    out->commit();
}

} // namespace

int main(int argc, char** argv)
{
    Options options;
    cli::Common common;
    cli::Streams streams;

    CLI::App app("Encrypt for age recipients, or decrypt.", "encrypt");
    common.declare(app, "age v1 (X25519)");
    auto* recipients =
        cli::add_repeated(app, "-r,--recipient", options.recipients, "Encrypt to RECIPIENT (age1...)")
            ->type_name("RECIPIENT");
    auto* recipient_files = cli::add_repeated(app, "-R,--recipients-file", options.recipient_files,
                                              "Encrypt to the recipients in FILE")
                                ->type_name("FILE");
    auto* decrypt = app.add_flag("-d,--decrypt", options.decrypt, "Decrypt");
    auto* identities = cli::add_repeated(app, "-i,--identity", options.identity_files,
                                         "Decrypt with the secret keys in FILE")
                           ->type_name("FILE");
    auto* keygen = app.add_flag("--keygen", options.keygen, "Make a new secret key");
    auto* raw = app.add_flag("--raw", options.raw, "Do not demand that a bundle is whole");
    auto* allow_empty = app.add_flag("--allow-empty", options.allow_empty, "Encrypt empty input");
    auto* threads = app.add_option("--threads", options.threads, "Work on N threads")
                        ->type_name("N")
                        ->check(CLI::Range(1, 64));
    streams.declare(app);

    cli::command_line_only({raw, allow_empty});
    identities->needs(decrypt);
    for (auto* option : {recipients, recipient_files, raw, allow_empty}) option->excludes(decrypt);
    for (auto* option : {recipients, recipient_files, decrypt, identities, raw, allow_empty, threads,
                         app.get_option("--force")}) {
        option->excludes(keygen);
    }

    return cli::run(app, common, argc, argv, [&] {
        check_usage(options, streams);
        if (options.keygen) {
            generate_key(streams, common);
        } else {
            run_filter(options, streams);
        }
    });
}
