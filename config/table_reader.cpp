#include "config/table_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace nightjar {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::string description_of(const Setting& setting) {
  return std::visit(Overloaded{[](const SettingTable&) { return std::string("a table"); },
                               [](const SettingArray&) { return std::string("an array"); },
                               [](const std::string& text) { return "text " + shown(text); },
                               [](bool flag) { return std::string(flag ? "true" : "false"); },
                               [](std::int64_t whole) { return fmt::format("{}", whole); },
                               [](double number) { return fmt::format("{}", number); },
                               [](CaptureTime) { return std::string("a date-time"); },
                               [](const VagueTime& vague) { return vague.words; }},
                    setting.value);
}

std::string words_of(const Bounds& bounds, std::string_view number) {
  return fmt::format("{} from {} to {}", bounds.what.empty() ? number : bounds.what, bounds.low, bounds.high);
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

}  // namespace

TableReader::TableReader(const Setting& table, TablePlace place, SiteFaults& faults)
    : table_(&table), place_(std::move(place)), faults_(&faults) {}

const Setting* TableReader::find(std::string_view key) {
  if (known_.emplace(key).second) {
    faults_->note_known(place_.kind.empty() ? std::string(key) : fmt::format("{}.{}", place_.kind, key));
  }
  for (const Setting& entry : std::get<SettingTable>(table_->value).entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

const Setting* TableReader::find(std::string_view key, Need need, std::string_view expected) {
  const Setting* setting = find(key);
  if (setting == nullptr && need == Need::required)
    refuse(key, fmt::format("missing, expected {}", expected));
  return setting;
}

bool TableReader::has(std::string_view key) {
  return find(key) != nullptr;
}

std::optional<std::string> TableReader::text(std::string_view key, Need need, std::string_view expected) {
  const Setting* setting = find(key, need, expected);
  if (setting == nullptr) return std::nullopt;
  const auto* text = std::get_if<std::string>(&setting->value);
  if (text == nullptr) {
    refuse_type(*setting, expected);
    return std::nullopt;
  }
  if (text->find_first_not_of(" \t\r\n") == std::string::npos) {
    refuse(key, fmt::format("found empty text, expected {}", expected));
    return std::nullopt;
  }
  if (std::any_of(text->begin(), text->end(), is_control)) {
    refuse(key, fmt::format("found text {} with a control character, expected {}", shown(*text), expected));
    return std::nullopt;
  }
  return *text;
}

std::optional<bool> TableReader::flag(std::string_view key) {
  const Setting* setting = find(key);
  if (setting == nullptr) return std::nullopt;
  if (const auto* flag = std::get_if<bool>(&setting->value)) return *flag;
  refuse_type(*setting, "true or false");
  return std::nullopt;
}

std::optional<double> TableReader::number(std::string_view key, Need need, const Bounds& bounds) {
  const std::string expected = words_of(bounds, "a number");
  const Setting* setting = find(key, need, expected);
  if (setting == nullptr) return std::nullopt;
  double value = std::nan("");
  if (const auto* number = std::get_if<double>(&setting->value)) {
    value = *number;
  } else if (const auto* whole = std::get_if<std::int64_t>(&setting->value)) {
    value = static_cast<double>(*whole);
  }
  if (value >= bounds.low && value <= bounds.high) return value;  // false for NaN
  refuse_type(*setting, expected);
  return std::nullopt;
}

std::optional<int> TableReader::whole_number(std::string_view key, const Bounds& bounds) {
  const Setting* setting = find(key);
  if (setting == nullptr) return std::nullopt;
  const auto* whole = std::get_if<std::int64_t>(&setting->value);
  if (whole != nullptr && static_cast<double>(*whole) >= bounds.low &&
      static_cast<double>(*whole) <= bounds.high) {
    return static_cast<int>(*whole);
  }
  refuse_type(*setting, words_of(bounds, "a whole number"));
  return std::nullopt;
}

std::optional<CaptureTime> TableReader::instant(std::string_view key) {
  const Setting* setting = find(key);
  if (setting == nullptr) return std::nullopt;
  if (const auto* instant = std::get_if<CaptureTime>(&setting->value)) {
    using namespace std::chrono;
    if (*instant >= sys_days{year{1970} / 1 / 1} && *instant < sys_days{year{2200} / 1 / 1}) return *instant;
    refuse(key, "found a date outside of 1970 to 2199, expected the date of the recording");
    return std::nullopt;
  }
  refuse_type(*setting, "a date-time with its offset and without quotes, such as 2026-11-21T20:00:00Z");
  return std::nullopt;
}

std::optional<std::vector<std::string>> TableReader::texts(std::string_view key, std::string_view expected) {
  const Setting* setting = find(key);
  if (setting == nullptr) return std::nullopt;
  const auto* array = std::get_if<SettingArray>(&setting->value);
  std::vector<std::string> texts;
  for (const Setting& item : array == nullptr ? std::vector<Setting>{} : array->items) {
    const auto* text = std::get_if<std::string>(&item.value);
    if (text == nullptr || text->empty() || std::any_of(text->begin(), text->end(), is_control)) {
      refuse(key, fmt::format("found {} among its items, expected {}", description_of(item), expected));
      return std::nullopt;
    }
    texts.push_back(*text);
  }
  if (!texts.empty()) return texts;
  refuse_type(*setting, expected);
  return std::nullopt;
}

std::vector<std::string> TableReader::keys() const {
  std::vector<std::string> keys;
  for (const Setting& entry : std::get<SettingTable>(table_->value).entries) keys.push_back(entry.key);
  return keys;
}

std::optional<TableReader> TableReader::table(std::string_view key, std::string_view expected) {
  const Setting* setting = find(key);
  if (setting == nullptr) return std::nullopt;
  if (!std::holds_alternative<SettingTable>(setting->value)) {
    refuse_type(*setting, expected);
    return std::nullopt;
  }
  return TableReader(
      *setting,
      {path_of(key), place_.kind.empty() ? std::string(key) : fmt::format("{}.{}", place_.kind, key)},
      *faults_);
}

std::vector<Setting> TableReader::array(std::string_view key, std::string_view expected) {
  const Setting* setting = find(key);
  if (setting == nullptr) return {};
  if (const auto* array = std::get_if<SettingArray>(&setting->value)) return array->items;
  refuse_type(*setting, expected);
  return {};
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
  std::vector<TableReader> readers;
  const Setting* setting = find(key);
  if (setting == nullptr) return readers;
  const std::string expected = fmt::format("tables [[{}]]", key);
  const auto* array = std::get_if<SettingArray>(&setting->value);
  if (array == nullptr) {
    const bool single = std::holds_alternative<SettingTable>(setting->value);
    faults_->add(setting->line, key,
                 fmt::format("found {}, expected {}",
                             single ? fmt::format("[{}]", key) : description_of(*setting), expected));
    return readers;
  }
  std::size_t number = 0;
  for (const Setting& item : array->items) {
    ++number;
    if (!std::holds_alternative<SettingTable>(item.value)) {
      faults_->add(item.line, key, fmt::format("found {}, expected {}", description_of(item), expected));
      continue;
    }
    std::string called = std::to_string(number);
    for (const Setting& entry : std::get<SettingTable>(item.value).entries) {
      const auto* name = std::get_if<std::string>(&entry.value);
      if (entry.key == "name" && name != nullptr && !name->empty()) called = shown(*name);
    }
    if (called.front() == '"') called = called.substr(1, called.size() - 2);
    readers.emplace_back(item, TablePlace{fmt::format("{}[{}]", key, called), std::string(key)}, *faults_);
  }
  return readers;
}

std::optional<std::string> TableReader::chosen_word(std::string_view key,
                                                    const std::set<std::string>& words) {
  const Setting* setting = find(key);
  if (setting == nullptr) return std::nullopt;
  const auto* text = std::get_if<std::string>(&setting->value);
  if (text != nullptr && words.count(*text) != 0) return *text;
  refuse_type(*setting, either_of(words));
  return std::nullopt;
}

std::string TableReader::path_of(std::string_view key) const {
  return place_.path.empty() ? std::string(key) : fmt::format("{}.{}", place_.path, key);
}

void TableReader::refuse(std::string_view key, std::string_view found_and_expected) {
  const Setting* setting = find(key);
  faults_->add(setting != nullptr ? setting->line : table_->line, path_of(key), found_and_expected);
}

void TableReader::refuse_item(const Setting& item, std::string_view key,
                              std::string_view found_and_expected) {
  faults_->add(item.line, path_of(key), found_and_expected);
}

void TableReader::refuse_type(const Setting& setting, std::string_view expected) {
  faults_->add(setting.line, path_of(setting.key),
               fmt::format("found {}, expected {}", description_of(setting), expected));
}

void TableReader::refuse_unknown() {
  for (const Setting& entry : std::get<SettingTable>(table_->value).entries) {
    if (known_.count(entry.key) != 0) continue;
    const std::string nearest = nearest_word(entry.key, known_);
    const bool is_table = std::holds_alternative<SettingTable>(entry.value) ||
                          std::holds_alternative<SettingArray>(entry.value);
    std::string shown_key = shown(entry.key);
    shown_key = shown_key.substr(1, shown_key.size() - 2);
    const std::string hint = nearest.empty() ? "expected one of " + either_of(known_)
                                             : fmt::format("did you mean \"{}\"?", nearest);
    faults_->add(entry.line, path_of(shown_key),
                 fmt::format("unknown {}, {}", is_table ? "table" : "key", hint));
  }
}

}  // namespace nightjar
