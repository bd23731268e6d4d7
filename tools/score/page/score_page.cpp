#include "tools/score/page/score_page.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "tools/score/page/markup.hpp"
#include "tools/score/page/page_parts.hpp"
#include "tools/score/page/page_style.hpp"
#include "tools/score/score_words.hpp"

namespace nightjar {
namespace {

std::string file_name(const std::string& file) {
  return escaped(std::filesystem::path(file).filename().string());
}

std::string footage_part(const Score& score) {
  std::string feeds;
  for (const ScoredFeed& feed : score.feeds) {
    feeds += fmt::format("<span class=\"feed {}\">{} <b>{}</b></span>",
                         feed.source == FootageSource::drawn  ? "drawn"
                         : feed.source == FootageSource::real ? "real"
                                                              : "unstated",
                         escaped(feed.feed), word_of(feed.source));
  }
  std::string html =
      fmt::format("<p class=\"feeds\">Footage: {}</p>\n", feeds.empty() ? "not stated" : feeds);
  if (any_footage(score, FootageSource::drawn))
    html += fmt::format("<p class=\"warning\">{}</p>\n", kDrawnWarning);
  return html;
}

std::string origin_line(const Records& records, const std::vector<std::string>& truth_files) {
  std::string line = file_name(records.file) + " held against ";
  for (std::size_t i = 0; i < truth_files.size(); ++i)
    line += (i == 0 ? "" : ", ") + file_name(truth_files[i]);
  if (!records.origin) return line;
  const auto add = [&line](std::string_view name, const std::optional<std::string>& value) {
    if (value) line += fmt::format(" · {} {}", name, escaped(*value));
  };
  add("site", records.origin->site);
  add("version", records.origin->version);
  add("build", records.origin->build);
  add("CPU", records.origin->cpu);
  return line;
}

/// The result in a few sentences.
std::string summary(const Score& score) {
  std::string text;
  if (score.plates.passes > 0)
    text += fmt::format("Of {} vehicles that went by, {} were captured and {} read correctly. ",
                        score.plates.passes, score.plates.captured.count, score.plates.correct.count);
  if (score.hits.recall.of > 0)
    text += fmt::format("For {1} of {0} listed passes an alert stands; {2} of {3} alerts were right. ",
                        score.hits.recall.of, score.hits.recall.count, score.hits.precision.count,
                        score.hits.precision.of);
  if (score.heat.found.of > 0)
    text += fmt::format("Of {} bodies on the ground, {} were found within {:g} m, with {} false {}.",
                        score.heat.found.of, score.heat.found.count, score.heat.radius_m,
                        score.heat.false_tracks, score.heat.false_tracks == 1 ? "contact" : "contacts");
  return text;
}

std::string section(const std::string& id, const std::string& heading, const std::string& content) {
  if (content.empty()) return "";
  return fmt::format("<section id=\"{}\"><h2>{}</h2>\n{}</section>\n", id, heading, content);
}

std::string grid(const std::string& content) {
  return content.empty() ? "" : "<div class=\"grid\">\n" + content + "</div>\n";
}

std::string class_confusion(const HeatScore& heat) {
  std::string rows;
  for (const auto& [classes, count] : heat.class_confusion)
    rows += fmt::format("<tr{}><td>{}</td><td>{}</td><td>{}</td></tr>",
                        classes.first == classes.second ? "" : " class=\"bad\"", escaped(classes.first),
                        escaped(classes.second), count);
  std::string table;
  if (!rows.empty())
    table =
        "<table class=\"plain\"><tr><th>was</th><th>stated as</th><th>contacts</th></tr>" + rows + "</table>";
  return fmt::format(
      "<section class=\"plotbox\"><h3>Who is who</h3>{}<ul class=\"facts\"><li>Identity switches: "
      "<b>{}</b></li>"
      "<li>Further bodies under one contact: <b>{}</b></li><li>Further contacts on one body: <b>{}</b></li>"
      "<li>Inside the stated 90 % circle: <b>{}</b>{}</li></ul></section>\n",
      table, heat.switches, heat.shared, heat.doubled_tracks, count_of(heat.in_circle),
      heat.in_circle.of == 0 ? "" : ", " + percent(heat.in_circle));
}

std::string plates_section(const Score& score) {
  if (score.plates.passes == 0) return "";
  return "<p class=\"small keys\"><span class=\"key\"><i class=\"pale\"></i>captured</span><span "
         "class=\"key\"><i "
         "class=\"tone0\"></i>read correctly</span> with their 95 % intervals</p>\n<div class=\"grid "
         "roomy\">\n" +
         class_bars_part(score.plates) + "</div>\n" +
         grid(reliability_part(score.plates.calibration) + confusion_part(score.plates.confusion) +
              histogram(score.hits.delays_s, "s", "Seconds from in sight to alert"));
}

std::string heat_section(const ScorePageSources& sources) {
  const HeatScore& heat = sources.score.heat;
  if (heat.found.of == 0) return "";
  return heat_map_part(sources.records, sources.truth, heat) + "<div class=\"grid roomy\">\n" +
         heat_bars_part(heat) + "</div>\n" +
         grid(histogram(heat.errors_m, "m", "Metres between body and contact") + class_confusion(heat));
}

std::string notes_part(const std::vector<std::string>& notes) {
  std::string items;
  for (const std::string& note : notes) items += "<li>" + escaped(note) + "</li>";
  return items.empty() ? "" : "<ul class=\"notes\">" + items + "</ul>\n";
}

}  // namespace

std::string score_page(const ScorePageSources& sources) {
  const Score& score = sources.score;
  PictureAlbum album(sources.records.file);
  const std::vector<ScoreError> errors = score.errors();
  std::string error_cards = error_part(errors, album);
  if (album.left_out() > 0)
    error_cards += fmt::format(
        "<p class=\"small\">{} pictures could not be put in: not there, no JPEG or PNG, or "
        "too large.</p>\n",
        album.left_out());
  if (errors.empty()) error_cards = "<p>None.</p>";
  const auto style = score_page_style();
  return fmt::format(
             "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
             "style-src "
             "'unsafe-inline'\">\n<title>Nightjar score: "
             "{}</title>\n<style>{}</style></head>\n<body>\n<header>"
             "<p class=\"small\">Nightjar score</p><h1>{}</h1>\n<p "
             "class=\"small\">{}</p>\n{}{}</header>\n<main>\n{}",
             file_name(sources.records.file),
             std::string_view(reinterpret_cast<const char*>(style.data()), style.size()),
             escaped(summary(score)), origin_line(sources.records, sources.truth_files), footage_part(score),
             notes_part(score.notes), headline_part(score)) +
         section("time", "When it went right and wrong",
                 timeline_part(sources.records, sources.truth, score)) +
         section("plates", "Plates", plates_section(score)) + section("heat", "Heat", heat_section(sources)) +
         section("losses", "Where everything went", loss_part(score.losses)) +
         section("errors", fmt::format("Every error <span class=\"n\">{}</span>", errors.size()),
                 error_cards) +
         "</main>\n<footer class=\"small\">Intervals hold the true value with 95 %: Wilson's for shares, its "
         "twin "
         "for rare counts, ranks for medians. How everything is counted: "
         "docs/scoring.md.</footer>\n</body></html>\n";
}

}  // namespace nightjar
