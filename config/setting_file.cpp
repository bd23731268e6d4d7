#include "config/setting_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <system_error>

namespace nightjar {
namespace {

constexpr std::uintmax_t kLargestSiteBytes = 1 << 20;

Setting setting_of(std::string key, std::uint32_t line, const toml::node& node);

SettingTable table_of(const toml::table& table) {
  SettingTable result;
  for (const auto& [key, node] : table) {
    // An array of tables has no line of its own worth naming: its first table's header has.
    result.entries.push_back(setting_of(std::string(key.str()), key.source().begin.line, node));
  }
  return result;
}

VagueTime vague(const toml::node& node) {
  if (node.is_date()) return {"a date without a time"};
  if (node.is_time()) return {"a time without a date"};
  return {"a date-time without an offset"};
}

std::optional<CaptureTime> instant_of(const toml::date_time& written) {
  using namespace std::chrono;
  if (!written.offset) return std::nullopt;
  const year_month_day day{year{written.date.year}, month{written.date.month},
                           std::chrono::day{written.date.day}};
  const auto at = sys_days{day} + hours{written.time.hour} + minutes{written.time.minute} +
                  seconds{written.time.second} + microseconds{written.time.nanosecond / 1000} -
                  minutes{written.offset->minutes};
  return CaptureTime{at};
}

Setting setting_of(std::string key, std::uint32_t line, const toml::node& node) {
  Setting setting;
  setting.key = std::move(key);
  setting.line = line != 0 ? line : node.source().begin.line;
  if (const auto* table = node.as_table()) {
    setting.value = table_of(*table);
  } else if (const auto* array = node.as_array()) {
    SettingArray items;
    for (const toml::node& item : *array) {
      items.items.push_back(setting_of({}, item.source().begin.line, item));
    }
    setting.value = std::move(items);
  } else if (const auto* text = node.as_string()) {
    setting.value = text->get();
  } else if (const auto* flag = node.as_boolean()) {
    setting.value = flag->get();
  } else if (const auto* whole = node.as_integer()) {
    setting.value = whole->get();
  } else if (const auto* number = node.as_floating_point()) {
    setting.value = number->get();
  } else if (const auto* moment = node.as_date_time(); moment != nullptr && moment->get().offset) {
    setting.value = *instant_of(moment->get());
  } else {
    setting.value = vague(node);
  }
  return setting;
}

/// toml++ may quote what it read, and that may be an address with a password.
std::string safe_description(const toml::parse_error& error) {
  std::string text(error.description());
  const bool quotes_an_address = text.find("://") != std::string::npos || text.find('@') != std::string::npos;
  return quotes_an_address ? "not understood" : text;
}

}  // namespace

std::optional<std::string> read_site_bytes(const std::filesystem::path& file, SiteFaults& faults) {
  const auto refuse = [&](std::uint32_t line, std::string_view found) {
    faults.add(line, "file", fmt::format("{}, expected a site file in TOML", found));
    return std::nullopt;
  };
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) return refuse(1, "does not exist");
  if (std::filesystem::is_directory(status)) return refuse(1, "is a folder");
  if (!std::filesystem::is_regular_file(status)) return refuse(1, "is not a regular file");
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (!error && size > kLargestSiteBytes) return refuse(1, "is larger than 1 MiB");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return refuse(1, "cannot be opened");
  std::string bytes(error ? 0 : size, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (stream.gcount() != static_cast<std::streamsize>(bytes.size())) return refuse(1, "cannot be read");
  if (bytes.find_first_not_of(" \t\r\n") == std::string::npos) return refuse(1, "is empty");
  if (const std::size_t nul = bytes.find('\0'); nul != std::string::npos) {
    const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(nul), '\n');
    return refuse(static_cast<std::uint32_t>(line), "holds a NUL byte");
  }
  return bytes;
}

std::optional<Setting> parse_settings(std::string_view toml, SiteFaults& faults) {
  try {
    Setting root;
    root.value = table_of(toml::parse(toml));
    return root;
  } catch (const toml::parse_error& error) {
    const std::uint32_t line = std::max<std::uint32_t>(1, error.source().begin.line);
    faults.add(line, "toml", fmt::format("{}, expected TOML", safe_description(error)));
    return std::nullopt;
  }
}

}  // namespace nightjar
