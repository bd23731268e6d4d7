#include "config/shown_site_text.hpp"

#include <toml++/toml.h>

#include <set>
#include <sstream>

namespace nightjar {
namespace {

using Names = std::set<std::string>;

std::string text_at(const toml::table& table, std::string_view key) {
  return table[key].value_or(std::string{});
}

Names restricted_channels(const toml::table& site, const std::string& besides) {
  Names names;
  const toml::array* channels = site["channel"].as_array();
  for (std::size_t i = 0; channels != nullptr && i < channels->size(); ++i) {
    const toml::table* channel = channels->get_as<toml::table>(i);
    if (channel == nullptr || !(*channel)["restricted"].value_or(false)) continue;
    if (std::string name = text_at(*channel, "name"); name != besides) names.insert(std::move(name));
  }
  return names;
}

/// Takes out what stands on the channels, whose names are among the hidden ones, and hides its names as well.
void take_out_tables(toml::table& site, const Names& channels, Names& hidden) {
  for (auto&& [key, node] : site) {
    toml::array* tables = node.as_array();
    const std::string_view of = key.str() == "channel" ? "name" : "channel";
    for (std::size_t i = 0; tables != nullptr && i < tables->size();) {
      const toml::table* table = tables->get_as<toml::table>(i);
      if (table != nullptr && channels.count(text_at(*table, of)) > 0) {
        hidden.insert(text_at(*table, "name"));
        tables->erase(tables->begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
  }
}

bool is_hidden(const toml::node& node, const Names& hidden) {
  const auto* text = node.as_string();
  return text != nullptr && hidden.count(text->get()) > 0;
}

void take_out_mentions(toml::node& node, const Names& hidden) {
  if (toml::array* array = node.as_array()) {
    for (auto item = array->begin(); item != array->end();) {
      if (is_hidden(*item, hidden)) {
        item = array->erase(item);
      } else {
        take_out_mentions(*item++, hidden);
      }
    }
  } else if (toml::table* table = node.as_table()) {
    for (auto entry = table->begin(); entry != table->end();) {
      if (hidden.count(std::string(entry->first.str())) > 0 || is_hidden(entry->second, hidden)) {
        entry = table->erase(entry);
      } else {
        take_out_mentions(entry->second, hidden);
        ++entry;
      }
    }
  }
}

}  // namespace

std::optional<std::string> site_text_on(const std::string& channel, std::string_view text) {
  try {
    toml::table site = toml::parse(text);
    const Names channels = restricted_channels(site, channel);
    if (channels.empty()) return std::string(text);
    Names hidden = channels;
    take_out_tables(site, channels, hidden);
    hidden.erase("");
    take_out_mentions(site, hidden);
    std::ostringstream shown;
    shown << "# Not the whole file: what stands on restricted channels, and all comments, are left out.\n"
          << site << "\n";
    return shown.str();
  } catch (const toml::parse_error&) {
    return std::nullopt;
  }
}

}  // namespace nightjar
