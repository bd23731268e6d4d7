#include "alerts/key_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <string_view>
#include <utility>

namespace nightjar {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestFile = 4096;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

/// A file's bytes, or why they cannot be had.
struct FileText {
  std::string text;
  std::string fault;
};

enum class Secrecy { open, secret };

/// Asks the open file for its mode, so that nobody can change it in between.
FileText text_of(const fs::path& file, Secrecy secrecy) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return {"", std::string(std::strerror(errno)) + ", expected a key"};
  struct stat status {};
  FileText read;
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    read.fault = "is not a regular file, expected a key";
  } else if (secrecy == Secrecy::secret && (status.st_mode & kOthers) != 0) {
    read.fault =
        fmt::format("found mode {:04o}, which others can use, expected 0600", status.st_mode & 07777U);
  } else {
    std::array<char, kLongestFile + 1> bytes{};
    const ssize_t size = ::read(descriptor, bytes.data(), bytes.size());
    if (size < 0) read.fault = std::strerror(errno);
    if (size > static_cast<ssize_t>(kLongestFile)) read.fault = "is too large, expected a key";
    if (read.fault.empty()) read.text.assign(bytes.data(), static_cast<std::size_t>(size));
  }
  ::close(descriptor);
  return read;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// Nothing that a terminal could take for an order, and not too much of it.
std::string in_quotes(std::string_view text) {
  std::string words;
  for (const char letter : text.substr(0, 64)) words += letter >= ' ' && letter <= '~' ? letter : '?';
  return "\"" + words + (text.size() > 64 ? "…\"" : "\"");
}

/// The lines `key: value` of a file, with every mistake in them.
class KeyLines {
 public:
  KeyLines(const fs::path& file, std::string_view text) : file_(file.string()) {
    std::size_t number = 0;
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      take(trimmed(text.substr(0, end)), ++number);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }

  std::optional<std::string> value(const std::string& key) {
    known_.push_back(key);
    const auto found = lines_.find(key);
    if (found == lines_.end()) return std::nullopt;
    return found->second.second;
  }

  std::string needed(const std::string& key, std::string_view expected) {
    auto found = value(key);
    if (!found) blame(key, fmt::format("missing, expected {}", expected));
    return found.value_or("");
  }

  void blame(const std::string& key, std::string_view words) {
    const auto found = lines_.find(key);
    const std::size_t line = found == lines_.end() ? 1 : found->second.first;
    errors_.push_back(fmt::format("{}:{}: {}: {}", file_, line, key, words));
  }

  void blame_unknown() {
    for (const auto& [key, line] : lines_)
      if (std::find(known_.begin(), known_.end(), key) == known_.end())
        errors_.push_back(fmt::format("{}:{}: {}: found an unknown key, expected one of {}", file_,
                                      line.first, in_quotes(key), fmt::join(known_, ", ")));
  }

  [[nodiscard]] std::vector<std::string> take_errors() { return std::move(errors_); }
  [[nodiscard]] bool sound() const { return errors_.empty(); }

 private:
  void take(std::string_view line, std::size_t number) {
    if (line.empty() || line.front() == '#') return;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      errors_.push_back(
          fmt::format("{}:{}: line: found {}, expected KEY: VALUE", file_, number, in_quotes(line)));
      return;
    }
    const std::string key(trimmed(line.substr(0, colon)));
    const std::string value(trimmed(line.substr(colon + 1)));
    if (!lines_.emplace(key, std::pair(number, value)).second)
      errors_.push_back(fmt::format("{}:{}: {}: found a second time", file_, number, in_quotes(key)));
  }

  std::string file_;
  std::map<std::string, std::pair<std::size_t, std::string>> lines_;
  std::vector<std::string> known_, errors_;
};

std::vector<std::string> channels_of(std::string_view list) {
  std::vector<std::string> channels;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    channels.emplace_back(trimmed(list.substr(0, comma)));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return channels;
}

void read_secret(KeyLines& lines, CurveKey& key) {
  key.secret_key = lines.needed("secret", "40 letters in Z85");
  if (key.secret_key.empty()) return;
  const auto half = public_half(key.secret_key);
  if (!half) {
    lines.blame("secret", "found what is no key, expected 40 letters in Z85");
  } else if (is_z85_key(key.public_key) && *half != key.public_key) {
    lines.blame("public", "found a key that does not belong to the secret one, expected " + *half);
  }
}

KeyReading read_key(const fs::path& file, Secrecy secrecy) {
  const FileText read = text_of(file, secrecy);
  if (!read.fault.empty()) return {std::nullopt, {file.string() + ":1: file: " + read.fault}};
  KeyLines lines(file, read.text);
  CurveKey key;
  key.name = lines.needed("name", "whose key it is");
  if (!key.name.empty() && !is_key_name(key.name))
    lines.blame("name", fmt::format("found {}, expected at most 64 letters, digits and . - _ @",
                                    in_quotes(key.name)));
  const std::string role = lines.needed("role", "watch, operate, supervise or console");
  const auto known_role = key_role(role);
  if (!role.empty() && !known_role)
    lines.blame("role",
                fmt::format("found {}, expected watch, operate, supervise or console", in_quotes(role)));
  key.role = known_role.value_or(KeyRole::watch);
  if (const auto channels = lines.value("channels")) {
    key.channels = channels_of(*channels);
    const bool gap = std::any_of(key.channels.begin(), key.channels.end(),
                                 [](const std::string& each) { return each.empty(); });
    if (gap || key.channels.empty())
      lines.blame("channels", fmt::format("found {}, expected names of channels with commas between them",
                                          in_quotes(*channels)));
  }
  key.public_key = lines.needed("public", "40 letters in Z85");
  if (!key.public_key.empty() && !is_z85_key(key.public_key))
    lines.blame("public", fmt::format("found {}, expected 40 letters in Z85", in_quotes(key.public_key)));
  if (secrecy == Secrecy::secret) {
    read_secret(lines, key);
  } else if (lines.value("secret")) {
    lines.blame("secret", "found a secret key, expected the public file alone; make a new key");
  }
  lines.blame_unknown();
  if (!lines.sound()) return {std::nullopt, lines.take_errors()};
  return {std::move(key), {}};
}

std::string text_of(const CurveKey& key, Secrecy secrecy) {
  std::string text = secrecy == Secrecy::secret
                         ? "# A Nightjar key with its secret: for the owner alone, mode 0600.\n"
                         : "# A Nightjar key's public half: may be given to anybody.\n";
  text += fmt::format("name: {}\nrole: {}\n", key.name, name_of(key.role));
  if (!key.channels.empty()) text += fmt::format("channels: {}\n", fmt::join(key.channels, ", "));
  text += fmt::format("public: {}\n", key.public_key);
  if (secrecy == Secrecy::secret) text += fmt::format("secret: {}\n", key.secret_key);
  return text;
}

void write_new(const fs::path& file, const std::string& text, mode_t mode) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0)
    throw KeyFileError(
        file.string() + ": " +
        (errno == EEXIST ? "is there already, expected a name of its own" : std::strerror(errno)));
  const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(descriptor) == 0;
  const std::string why = std::strerror(errno);
  ::close(descriptor);
  if (written) return;
  ::unlink(file.c_str());
  throw KeyFileError(file.string() + ": " + why);
}

}  // namespace

KeyReading read_public_key(const fs::path& file) {
  return read_key(file, Secrecy::open);
}

KeyReading read_secret_key(const fs::path& file) {
  return read_key(file, Secrecy::secret);
}

KeyFiles key_files(const fs::path& folder, const std::string& name) {
  return {folder / (name + ".secret"), folder / (name + ".public")};
}

KeyFiles write_key(const CurveKey& key, const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw KeyFileError(folder.string() + ": " + error.message());
  KeyFiles files = key_files(folder, key.name);
  if (fs::exists(files.public_file, error))
    throw KeyFileError(files.public_file.string() + ": is there already, expected a name of its own");
  write_new(files.secret_file, text_of(key, Secrecy::secret), 0600);
  write_new(files.public_file, text_of(key, Secrecy::open), 0644);
  return files;
}

}  // namespace nightjar
