#include <fmt/format.h>

#include "ingest/utc_time.hpp"
#include "tools/score/character_confusion.hpp"
#include "tools/score/page/markup.hpp"
#include "tools/score/page/page_parts.hpp"

namespace nightjar {
namespace {

/// The mark over its read, character under character, what differs marked.
std::string compared(const ScoreError& error) {
  std::string truth, read;
  for (const CharacterChange& change : aligned(error.truth_mark, error.read_mark)) {
    const char* style = change.truth == change.read ? "" : " class=\"differs\"";
    truth += fmt::format("<td{}>{}</td>", style, change.truth == '-' ? "·" : escaped({&change.truth, 1}));
    read += fmt::format("<td{}>{}</td>", style, change.read == '-' ? "·" : escaped({&change.read, 1}));
  }
  return fmt::format("<table class=\"marks\"><tr><th>true</th>{}</tr><tr><th>read</th>{}</tr></table>", truth,
                     read);
}

std::string card(const ScoreError& error, PictureAlbum& album) {
  std::string picture;
  if (error.picture) {
    const std::string address = album.address_of(*error.picture);
    picture = address.empty()
                  ? fmt::format("<p class=\"small\">Picture not to be had: {}</p>", escaped(*error.picture))
                  : fmt::format("<img alt=\"{}\" src=\"{}\">", escaped(error.what), address);
  }
  return fmt::format(
      "<article class=\"error\">{}<div><p class=\"what\">{}</p><p class=\"small\">{}</p>"
      "<p class=\"small when\">{}{}</p></div></article>\n",
      picture, error.truth_mark.empty() ? escaped(error.what) : compared(error), escaped(error.why),
      escaped(error.feed), error.at ? ", " + format_utc(*error.at) : "");
}

}  // namespace

std::string error_part(const std::vector<ScoreError>& errors, PictureAlbum& album) {
  std::string html;
  for (std::size_t i = 0; i < errors.size();) {
    const ErrorKind kind = errors[i].kind;
    std::string cards;
    std::size_t count = 0;
    for (; i < errors.size() && errors[i].kind == kind; ++i, ++count) cards += card(errors[i], album);
    html += fmt::format(
        "<h3 class=\"kind\">{} <span class=\"n\">{}</span></h3>\n<div class=\"errors\">\n{}</div>\n",
        heading_of(kind), count, cards);
  }
  return html;
}

}  // namespace nightjar
