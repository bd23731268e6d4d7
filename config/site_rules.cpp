#include <fmt/format.h>

#include <algorithm>

#include "config/site_tables.hpp"

namespace nightjar {
namespace {

constexpr std::string_view kHours = "HH:MM-HH:MM by local time";

std::optional<int> two_digits(std::string_view text) {
  if (text.size() != 2 || text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

/// 00:00 to 24:00.
std::optional<std::chrono::minutes> time_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = two_digits(text.substr(0, 2)), minutes = two_digits(text.substr(3));
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 24 * 60) return std::nullopt;
  return std::chrono::minutes(*hours * 60 + *minutes);
}

std::optional<DailyHours> read_hours(TableReader& reader) {
  const auto written = reader.text("hours", Need::optional, kHours);
  if (!written) return std::nullopt;
  const std::string_view text = *written;
  const auto from = text.size() == 11 && text[5] == '-' ? time_of(text.substr(0, 5)) : std::nullopt;
  const auto until = from ? time_of(text.substr(6)) : std::nullopt;
  if (from && until) return DailyHours{*from, *until};
  reader.refuse("hours", fmt::format("found {}, expected {}", shown(text), kHours));
  return std::nullopt;
}

std::vector<HeatClass> read_classes(TableReader& reader) {
  std::vector<HeatClass> classes;
  const std::vector<std::pair<std::string, HeatClass>> words = {{"person", HeatClass::person},
                                                                {"animal", HeatClass::animal},
                                                                {"vehicle", HeatClass::vehicle},
                                                                {"unknown", HeatClass::unknown}};
  for (const std::string& word :
       reader.texts("classes", "person, animal, vehicle, unknown").value_or(std::vector<std::string>{})) {
    const auto known =
        std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.first == word; });
    if (known == words.end()) {
      reader.refuse("classes",
                    fmt::format("found {}, expected person, animal, vehicle or unknown", shown(word)));
    } else {
      classes.push_back(known->second);
    }
  }
  return classes;
}

/// Names that must be among `known`, which errors call `what`.
std::vector<std::string> read_names(TableReader& reader, std::string_view key, std::string_view what,
                                    const std::set<std::string>& known) {
  auto names = reader.texts(key, what).value_or(std::vector<std::string>{});
  for (const std::string& name : names) {
    if (known.count(name) > 0) continue;
    const std::string nearest = nearest_word(name, known);
    reader.refuse(key, fmt::format("found {}, expected {}{}", shown(name), what,
                                   nearest.empty() ? "" : fmt::format(" such as {}", shown(nearest))));
  }
  return names;
}

}  // namespace

std::vector<RuleSite> read_rules(TableReader& root, const Site& site) {
  std::vector<RuleSite> rules;
  std::vector<std::string> taken;
  std::set<std::string> areas, feeds;
  for (const Area& area : site.areas) areas.insert(area.name);
  for (const FeedSite& feed : site.feeds)
    if (feed.kind == FeedKind::thermal) feeds.insert(feed.name);
  for (TableReader& reader : root.tables("rule")) {
    RuleSite rule;
    HeatRule& heat = rule.heat;
    heat.name = read_name(reader, taken);
    rule.feeds = read_names(reader, "feeds", "names of thermal feeds", feeds);
    heat.classes = read_classes(reader);
    heat.areas = read_names(reader, "areas", "names of areas of the area file", areas);
    heat.outside = read_names(reader, "outside", "names of areas of the area file", areas);
    heat.hours = read_hours(reader);
    heat.min_probability = reader.number("min_probability", Need::optional, {0, 1, "a probability"})
                               .value_or(site.thermal.min_probability);
    heat.priority = reader.whole_number("priority", {0, 100, "a priority"}).value_or(site.thermal.priority);
    heat.handling = read_handling(reader, "handling").value_or(heat.handling);
    heat.channel = read_channel_name(reader, Need::optional, site.channels);
    if (const auto minutes = reader.whole_number("close_lost_after_min", {1, 100000, "minutes"}))
      heat.close_lost_after = std::chrono::minutes(*minutes);
    reader.refuse_unknown();
    if (heat.name.empty()) continue;
    taken.push_back(heat.name);
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace nightjar
