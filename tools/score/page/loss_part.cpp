#include <fmt/format.h>

#include <algorithm>

#include "tools/score/page/markup.hpp"
#include "tools/score/page/page_parts.hpp"

namespace nightjar {
namespace {

/// A colour of the style for what the part means; the others get what is left, in turn.
std::size_t tone_of(const std::string& whole, const std::string& part, std::size_t place) {
  if (place == 0) return 0;
  if (whole.rfind("tracks", 0) == 0) return 5;  // not believed is not lost
  if (part == "broken" || part == "withdrawn") return 2;
  if (part == "dropped" || part == "unread") return 1;
  return 3 + place % 3;
}

std::string bar(const LossSum& sum) {
  const auto whole = static_cast<double>(std::max({sum.whole, sum.sum(), std::uint64_t{1}}));
  std::string svg, words;
  double from = 0;
  for (std::size_t i = 0; i < sum.parts.size(); ++i) {
    const LossPart& part = sum.parts[i];
    const std::size_t tone = tone_of(sum.name, part.name, i);
    const double share = static_cast<double>(part.count) / whole;
    if (part.count > 0)
      svg += fmt::format(
          "<rect class=\"tone{}\" x=\"{}\" width=\"{}\" height=\"18\"><title>{}: {}</title></rect>", tone,
          across(from), across(share), escaped(part.name), grouped(part.count));
    words += fmt::format("<span class=\"key{}\"><i class=\"tone{}\"></i>{} {}</span>",
                         part.count == 0 ? " none" : "", tone, grouped(part.count), escaped(part.name));
    from += share;
  }
  const bool balances = sum.whole == sum.sum();
  return fmt::format(
      "<div class=\"loss\"><p><b>{}</b> {}<span class=\"verdict {}\">{}</span></p><svg width=\"100%\" "
      "height=\"18\" role=\"img\"><rect class=\"ground\" width=\"100%\" height=\"18\"/>{}</svg><p "
      "class=\"keys\">{}</p></div>\n",
      grouped(sum.whole), escaped(sum.name),
      !balances    ? "bad"
      : sum.stated ? "good"
                   : "",
      balances ? (sum.stated ? "balances" : "the sum of its parts") : fmt::format("parts make {}", sum.sum()),
      svg, words);
}

}  // namespace

std::string loss_part(const LossAccount& losses) {
  std::string html;
  if (!losses.faults.empty()) {
    html += "<div class=\"warning bad\"><b>The records do not balance.</b><ul>";
    for (const std::string& fault : losses.faults) html += "<li>" + escaped(fault) + "</li>";
    html += "</ul></div>\n";
  }
  html += "<div class=\"grid\">\n";
  for (const FeedLoss& feed : losses.feeds) {
    html += fmt::format("<section class=\"plotbox\"><h3>{} <span class=\"n\">{}</span></h3>\n",
                        escaped(feed.feed), escaped(feed.kind));
    for (const LossSum& sum : feed.sums) html += bar(sum);
    html += "</section>\n";
  }
  return html + "</div>\n";
}

}  // namespace nightjar
