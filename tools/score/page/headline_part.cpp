#include <fmt/format.h>

#include "tools/score/page/markup.hpp"
#include "tools/score/page/page_parts.hpp"
#include "tools/score/score_words.hpp"

namespace nightjar {
namespace {

std::string card(const std::string& name, const std::string& figure, const std::string& words,
                 const std::string& picture) {
  return fmt::format(
      "<div class=\"card\"><h3>{}</h3><p class=\"figure\">{}</p>{}<p class=\"small\">{}</p></div>\n", name,
      figure, picture, words);
}

/// A rule from 0 to 100 % with the interval as a band and the rate as a stroke.
std::string rule(const Share& share) {
  const Interval interval = share.interval();
  return fmt::format(
      "<svg class=\"rule\" width=\"100%\" height=\"12\" aria-hidden=\"true\"><rect class=\"ground\" y=\"3\" "
      "width=\"100%\" height=\"6\" rx=\"3\"/><rect class=\"band\" x=\"{}\" y=\"3\" width=\"{}\" height=\"6\" "
      "rx=\"3\"/><line class=\"mark\" x1=\"{}\" x2=\"{}\" y1=\"0\" y2=\"12\"/></svg>",
      across(interval.low), across(interval.high - interval.low), across(*share.rate()),
      across(*share.rate()));
}

std::string share_card(const std::string& name, const Share& share, const std::string& things) {
  if (share.of == 0) return "";
  return card(name, percent(share),
              fmt::format("{} {}<br>95 %: {}", count_of(share), things, percent_95(share)), rule(share));
}

std::string false_card(const HeatScore& heat) {
  const Interval count = count_interval(heat.false_tracks);
  const auto rate = heat.false_a_minute();
  if (!rate)
    return card("False contacts", fmt::format("{}", heat.false_tracks),
                fmt::format("95 %: {:.1f} to {:.1f}", count.low, count.high), "");
  return card("False contacts a minute", fmt::format("{:.2f}", *rate),
              fmt::format("{} in {:.1f} min<br>95 %: {:.2f} to {:.2f}", heat.false_tracks, *heat.minutes,
                          count.low / *heat.minutes, count.high / *heat.minutes),
              "");
}

std::string median_card(const std::string& name, const std::vector<double>& values, const std::string& unit) {
  const auto median = quantile(values, 0.5);
  if (!median) return "";
  std::string words = fmt::format("90 % within {:.2f} {}", *quantile(values, 0.9), unit);
  if (const auto interval = median_interval(values))
    words += fmt::format("<br>95 %: {:.2f} to {:.2f} {}", interval->low, interval->high, unit);
  else
    words += "<br>too few for an interval";
  return card(name, fmt::format("{:.2f} {}", *median, unit), words, "");
}

}  // namespace

std::string headline_part(const Score& score) {
  std::string cards = share_card("Plates captured", score.plates.captured, "passes") +
                      share_card("Read correctly", score.plates.correct, "passes") +
                      share_card("Listed vehicles alerted", score.hits.recall, "passes") +
                      share_card("One alert a pass", score.hits.one_alert, "listed passes") +
                      share_card("Alerts that are right", score.hits.precision, "alerts") +
                      median_card("In sight to alert", score.hits.delays_s, "s") +
                      share_card("Bodies found by heat", score.heat.found, "bodies");
  if (score.heat.found.of > 0)
    cards += false_card(score.heat) + median_card("Position error", score.heat.errors_m, "m");
  return "<div class=\"cards\">\n" + cards + "</div>\n";
}

}  // namespace nightjar
