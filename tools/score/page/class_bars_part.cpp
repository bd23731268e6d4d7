#include <fmt/format.h>

#include "tools/score/page/markup.hpp"
#include "tools/score/page/page_parts.hpp"
#include "tools/score/score_words.hpp"

namespace nightjar {
namespace {

std::string bar(const Share& share, const char* style, const std::string& words) {
  const Interval interval = share.interval();
  return fmt::format(
      "<svg class=\"bar {0}\" width=\"100%\" height=\"14\" role=\"img\"><title>{1}: {2}, 95 %: {3}</title>"
      "<rect class=\"ground\" width=\"100%\" height=\"14\" rx=\"2\"/>"
      "<rect class=\"fill\" width=\"{4}\" height=\"14\" rx=\"2\"/>"
      "<line class=\"whisker\" x1=\"{5}\" x2=\"{6}\" y1=\"7\" y2=\"7\"/>"
      "<line class=\"whisker\" x1=\"{5}\" x2=\"{5}\" y1=\"3\" y2=\"11\"/>"
      "<line class=\"whisker\" x1=\"{6}\" x2=\"{6}\" y1=\"3\" y2=\"11\"/></svg>",
      style, words, count_of(share), percent_95(share), across(share.rate().value_or(0)),
      across(interval.low), across(interval.high));
}

std::string row(const PlateClass& one) {
  return fmt::format(
      "<tr><th scope=\"row\">{}<span class=\"n\">{} {}</span></th><td class=\"plot\">{}{}</td>"
      "<td class=\"value\"><span>{}</span><span>{}</span></td></tr>\n",
      escaped(one.name), one.captured.of, one.captured.of == 1 ? "pass" : "passes",
      bar(one.captured, "captured", "captured"), bar(one.correct, "correct", "read correctly"),
      percent(one.captured), percent(one.correct));
}

std::string row(const HeatClassScore& one) {
  return fmt::format(
      "<tr><th scope=\"row\">{}<span class=\"n\">{} {}</span></th><td class=\"plot\">{}</td>"
      "<td class=\"value\"><span>{}</span></td></tr>\n",
      escaped(one.name), one.found.of, one.found.of == 1 ? "body" : "bodies",
      bar(one.found, "found", "found"), percent(one.found));
}

std::string found_bars(const char* heading, const std::vector<HeatClassScore>& classes) {
  if (classes.empty()) return "";
  std::string html =
      fmt::format("<section class=\"plotbox\"><h3>Found by {}</h3><table class=\"bars\">\n", heading);
  for (const HeatClassScore& one : classes) html += row(one);
  return html + "</table></section>\n";
}

}  // namespace

std::string heat_bars_part(const HeatScore& heat) {
  return found_bars("class", heat.classes) + found_bars("posture", heat.postures) +
         found_bars("the part that showed", heat.visible_shares);
}

std::string class_bars_part(const PlateScore& plates) {
  std::string html;
  for (std::size_t i = 0; i < plates.classes.size();) {
    const std::string& by = plates.classes[i].by;
    html += fmt::format("<section class=\"plotbox\"><h3>By {}</h3><table class=\"bars\">\n", escaped(by));
    for (; i < plates.classes.size() && plates.classes[i].by == by; ++i) html += row(plates.classes[i]);
    html += "</table></section>\n";
  }
  return html;
}

}  // namespace nightjar
