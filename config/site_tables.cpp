#include "config/site_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <system_error>

namespace nightjar {
namespace {

constexpr std::size_t kLongestName = 64;

bool can_be_a_name(const std::string& name) {
  if (name.size() > kLongestName || name.front() == ' ' || name.back() == ' ') return false;
  return name.find_first_of("/\\=") == std::string::npos;
}

}  // namespace

std::string read_name(TableReader& reader, const std::vector<std::string>& taken) {
  const auto name = reader.text("name", Need::required, "a name");
  if (!name) return {};
  if (!can_be_a_name(*name)) {
    reader.refuse("name", fmt::format("found {}, expected a name of at most {} characters without / \\ =",
                                      shown(*name), kLongestName));
    return {};
  }
  if (std::find(taken.begin(), taken.end(), *name) != taken.end()) {
    reader.refuse("name", fmt::format("found {} a second time, expected a name of its own", shown(*name)));
    return {};
  }
  return *name;
}

std::filesystem::path path_from(const std::filesystem::path& folder, const std::string& written) {
  return (folder / written).lexically_normal();
}

bool is_usable_file(TableReader& reader, std::string_view key, const std::string& written,
                    const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  std::string wrong;
  if (!std::filesystem::exists(status)) {
    wrong = "does not exist";
  } else if (std::filesystem::is_directory(status)) {
    wrong = "is a folder";
  } else if (!std::filesystem::is_regular_file(status)) {
    wrong = "is not a regular file";
  } else if (std::filesystem::file_size(file, error) == 0) {
    wrong = "is empty";
  } else if (!std::ifstream(file)) {
    wrong = "cannot be opened";
  }
  if (wrong.empty()) return true;
  reader.refuse(key, fmt::format("{} {}, expected a file, relative to the site file", shown(written), wrong));
  return false;
}

std::string read_channel_name(TableReader& reader, Need need, const std::vector<ChannelSite>& channels) {
  const auto name = reader.text("channel", need, "the name of a [[channel]]");
  if (!name) return {};
  std::set<std::string> names;
  for (const ChannelSite& channel : channels) {
    if (channel.name == *name) return *name;
    names.insert(channel.name);
  }
  reader.refuse("channel",
                fmt::format("found {}, expected the name of a [[channel]]{}", shown(*name),
                            names.empty() ? std::string() : fmt::format(": {}", either_of(names))));
  return {};
}

std::optional<AlertHandling> read_handling(TableReader& reader, std::string_view key) {
  return reader.choice<AlertHandling>(
      key,
      {{"alarm", AlertHandling::alarm}, {"queue", AlertHandling::queue}, {"record", AlertHandling::record}});
}

}  // namespace nightjar
