#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/score/page/markup.hpp"
#include "tools/score/page/page_parts.hpp"
#include "tools/score/score_words.hpp"

namespace nightjar {
namespace {

constexpr double kLeft = 26, kTop = 26, kSide = 360;

std::string shown_symbols(const CharacterConfusion& confusion) {
  std::string shown;
  for (const char one : kConfusionSymbols) {
    for (const char other : kConfusionSymbols) {
      if (confusion.at(one, other) + confusion.at(other, one) == 0) continue;
      shown += one;
      break;
    }
  }
  return shown;
}

std::string short_glyph(char symbol) {
  return symbol == '-' ? "∅" : std::string(1, symbol);
}

std::string matrix(const CharacterConfusion& confusion) {
  const std::string symbols = shown_symbols(confusion);
  const double cell = std::min(24.0, kSide / static_cast<double>(symbols.size()));
  std::size_t most = 1;
  for (const auto& mistake : confusion.mistakes()) most = std::max(most, mistake.count);
  std::string svg;
  for (std::size_t row = 0; row < symbols.size(); ++row) {
    const double y = kTop + cell * static_cast<double>(row);
    const double x_name = kTop + cell * static_cast<double>(row);
    svg += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>"
        "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>",
        kLeft - 5, y + cell * 0.5 + 3.5, short_glyph(symbols[row]), x_name + cell * 0.5, kTop - 6,
        short_glyph(symbols[row]));
    for (std::size_t column = 0; column < symbols.size(); ++column) {
      const char truth = symbols[row], read = symbols[column];
      const std::size_t count = confusion.at(truth, read);
      if (count == 0 && row != column) continue;
      const double depth =
          row == column ? 0.35
                        : 0.3 + 0.7 * std::sqrt(static_cast<double>(count) / static_cast<double>(most));
      svg += fmt::format(
          "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
          "fill-opacity=\"{:.2f}\"><title>{} read as {}: {}</title></rect>",
          row == column ? "right" : "wrong", kLeft + cell * static_cast<double>(column), y, cell - 1,
          cell - 1, count == 0 ? 0.08 : depth, glyph(truth), glyph(read), count);
    }
  }
  const double side = cell * static_cast<double>(symbols.size());
  return fmt::format(
      "<svg class=\"plot matrix\" viewBox=\"0 0 {0:.0f} {0:.0f}\" style=\"max-width:{0:.0f}px\" role=\"img\" "
      "aria-label=\"Confusion matrix of characters\"><rect class=\"ground\" x=\"{1}\" y=\"{2}\" "
      "width=\"{3:.1f}\" height=\"{3:.1f}\"/>{4}</svg>",
      kLeft + side + 4, kLeft, kTop, side, svg);
}

}  // namespace

std::string confusion_part(const CharacterConfusion& confusion) {
  if (confusion.characters() == 0) return "";
  std::string list;
  std::size_t shown = 0;
  for (const auto& mistake : confusion.mistakes()) {
    if (++shown > 12) break;
    list += fmt::format("<li><b>{}</b> as <b>{}</b><span class=\"n\">{}</span></li>",
                        glyph(mistake.change.truth), glyph(mistake.change.read), mistake.count);
  }
  std::string words = fmt::format(
      "Down: what was true; across: what was read; ∅: nothing. Of {} characters {} were substituted, {} lost "
      "and {} "
      "added. 0/O and 1/I are one glyph each on a plate, under 0 and 1 here.",
      confusion.characters(), confusion.substituted(), confusion.deleted(), confusion.inserted());
  if (confusion.other_marks() > 0)
    words += fmt::format(" {} {} more wrong than right and left out.", confusion.other_marks(),
                         confusion.other_marks() == 1 ? "read is" : "reads are");
  return fmt::format(
      "<section class=\"plotbox\"><h3>Which characters it confuses</h3>\n{}\n{}<p "
      "class=\"small\">{}</p></section>\n",
      matrix(confusion), list.empty() ? "" : "<ol class=\"mistakes\">" + list + "</ol>", words);
}

}  // namespace nightjar
