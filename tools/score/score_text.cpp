#include "tools/score/score_text.hpp"

#include <fmt/format.h>

#include "ingest/utc_time.hpp"
#include "tools/nightjar/terminal_text.hpp"
#include "tools/score/score_words.hpp"
#include "tools/score/text_table.hpp"

namespace nightjar {
namespace {

class ScoreText {
 public:
  ScoreText(const Score& score, const ScoreTextOptions& options)
      : score_(score), options_(options), palette_(options.coloured) {}

  std::string text() {
    put("Footage: " + printable(footage_words(score_)));
    if (any_footage(score_, FootageSource::drawn)) put(palette_.in(Ink::caution, kDrawnWarning));
    for (const std::string& note : score_.notes) put("Note: " + printable(note));
    if (score_.plates.passes > 0) put_plates();
    if (score_.hits.recall.of + score_.hits.precision.of > 0) put_hits();
    if (score_.heat.found.of > 0) put_heat();
    put_losses();
    put_errors();
    return std::move(text_);
  }

 private:
  void put(std::string_view line) { text_.append(line).append("\n"); }
  void head(std::string_view words) {
    text_.append("\n").append(palette_.in(Ink::strong, words)).append("\n");
  }
  void put(const TextTable& table) {
    bool first = true;
    for (const std::string& line : table.lines()) {
      put(first ? palette_.in(Ink::faint, line) : line);
      first = false;
    }
  }

  static void add(TextTable& table, const std::string& name, const Share& share) {
    if (share.of > 0) table.add({name, count_of(share), percent(share), percent_95(share)});
  }

  static void add(TextTable& table, const std::string& name, std::size_t count) {
    table.add({name, fmt::format("{}", count)});
  }

  void put_plates() {
    const PlateScore& plates = score_.plates;
    head("Plates");
    TextTable table({"", "passes", "rate", "95 %"});
    add(table, "captured", plates.captured);
    add(table, "read correctly", plates.correct);
    add(table, "direction right", plates.direction);
    add(table, "misread, the right mark a candidate", plates.in_candidates);
    add(table, "reads without a vehicle", plates.false_reads);
    add(table, "passes recorded twice", plates.doubled_reads);
    put(table);
    TextTable classes({"by class", "passes", "captured", "95 %", "correct", "95 %"});
    for (const PlateClass& one : plates.classes) {
      if (is_detail(one)) continue;
      classes.add({printable(one.by + ": " + one.name), fmt::format("{}", one.captured.of),
                   percent(one.captured), percent_95(one.captured), percent(one.correct),
                   percent_95(one.correct)});
    }
    put("");
    put(classes);
    put_details();
    put_characters();
    put_calibration();
  }

  /// What divides into many classes has a line each, with the passes read correctly.
  static bool is_detail(const PlateClass& one) {
    return one.by == "lines" || one.by == "style" || one.by == "vehicle" || one.by == "speed";
  }

  void put_details() {
    const std::vector<PlateClass>& classes = score_.plates.classes;
    for (std::size_t i = 0; i < classes.size();) {
      const std::string& by = classes[i].by;
      std::vector<std::string> parts;
      for (; i < classes.size() && classes[i].by == by; ++i)
        if (is_detail(classes[i])) parts.push_back(classes[i].name + " " + count_of(classes[i].correct));
      if (!parts.empty()) put(printable(fmt::format("  Correct by {}: {}.", by, fmt::join(parts, ", "))));
    }
  }

  void put_found(const char* words, const std::vector<HeatClassScore>& classes) {
    std::vector<std::string> parts;
    for (const HeatClassScore& one : classes) parts.push_back(one.name + " " + count_of(one.found));
    if (!parts.empty()) put(printable(fmt::format("  Found by {}: {}.", words, fmt::join(parts, ", "))));
  }

  void put_characters() {
    const CharacterConfusion& confusion = score_.plates.confusion;
    if (confusion.characters() == 0) return;
    std::string line =
        fmt::format("  Of {} characters {} were substituted, {} lost and {} added", confusion.characters(),
                    confusion.substituted(), confusion.deleted(), confusion.inserted());
    std::size_t shown = 0;
    for (const auto& mistake : confusion.mistakes()) {
      if (++shown > 8) break;
      line += fmt::format("{}{} as {}", shown == 1 ? ": " : ", ", glyph(mistake.change.truth),
                          glyph(mistake.change.read));
      if (mistake.count > 1) line += fmt::format(" {} times", mistake.count);
    }
    put("");
    put(line + (shown > 8 ? " …" : "."));
    if (confusion.other_marks() > 0)
      put(fmt::format("  {} reads had more wrong than right and are left out of these.",
                      confusion.other_marks()));
  }

  void put_calibration() {
    const Calibration& calibration = score_.plates.calibration;
    const auto error = calibration.expected_error();
    if (!error) return;
    put("");
    TextTable table({"confidence", "reads", "mean", "right", "95 %"});
    for (const ConfidenceBin& bin : calibration.bins()) {
      if (bin.right.of == 0) continue;
      table.add({fmt::format("{:.2f} to {:.2f}", bin.from, bin.to), fmt::format("{}", bin.right.of),
                 fmt::format("{:.1f} %", 100 * bin.mean_confidence), percent(bin.right),
                 percent_95(bin.right)});
    }
    put(table);
    put(fmt::format("  Expected calibration error {:.3f}.", *error));
  }

  void put_hits() {
    const HitScore& hits = score_.hits;
    head("Hits");
    TextTable table({"", "", "rate", "95 %"});
    add(table, "listed vehicles with an alert that stands (recall)", hits.recall);
    add(table, "listed vehicles with one alert, and one only", hits.one_alert);
    add(table, "alerts that are right (precision)", hits.precision);
    add(table, "alerts withdrawn", hits.withdrawn);
    put(table);
    if (const auto median = quantile(hits.delays_s, 0.5))
      put(fmt::format("  From first visible to the alert: median {:.2f} s, 90 % within {:.2f} s.", *median,
                      *quantile(hits.delays_s, 0.9)));
  }

  void put_heat() {
    const HeatScore& heat = score_.heat;
    head(fmt::format("Heat, within {:g} m", heat.radius_m));
    TextTable table({"", "", "rate", "95 %"});
    add(table, "found", heat.found);
    for (const HeatClassScore& one : heat.classes)
      if (heat.classes.size() > 1) add(table, "  " + printable(one.name), one.found);
    table.add({"false contacts", fmt::format("{}", heat.false_tracks), false_rate(), false_rate_95()});
    add(table, "inside its error circle (90 %)", heat.in_circle);
    add(table, "identity switches", heat.switches);
    add(table, "further bodies under one contact", heat.shared);
    put(table);
    put_found("posture", heat.postures);
    put_found("the part that showed", heat.visible_shares);
    if (const auto median = quantile(heat.errors_m, 0.5)) {
      std::string line = fmt::format("  Position error: median {:.2f} m", *median);
      if (const auto interval = median_interval(heat.errors_m))
        line += fmt::format(" ({:.2f} to {:.2f})", interval->low, interval->high);
      put(line + fmt::format(", 90 % within {:.2f} m.", *quantile(heat.errors_m, 0.9)));
    }
    std::string line;
    for (const auto& [classes, count] : heat.class_confusion) {
      if (classes.first == classes.second) continue;
      line += fmt::format("{}{} as {} {}", line.empty() ? "" : ", ", classes.first, classes.second, count);
    }
    if (!line.empty()) put("  Classes confused: " + printable(line) + ".");
  }

  [[nodiscard]] std::string false_rate() const {
    const auto rate = score_.heat.false_a_minute();
    return rate ? fmt::format("{:.2f} a minute", *rate) : "";
  }

  [[nodiscard]] std::string false_rate_95() const {
    if (!score_.heat.minutes) return "";
    const Interval count = count_interval(score_.heat.false_tracks);
    return fmt::format("{:.2f} to {:.2f}", count.low / *score_.heat.minutes,
                       count.high / *score_.heat.minutes);
  }

  void put_losses() {
    if (score_.losses.feeds.empty()) return;
    head("Where everything went");
    for (const FeedLoss& feed : score_.losses.feeds) {
      for (const LossSum& sum : feed.sums) {
        std::string line = fmt::format("  {}: {} {} =", printable(feed.feed), printable(sum.name), sum.whole);
        bool first = true;
        for (const LossPart& part : sum.parts) {
          line += fmt::format("{} {} {}", first ? "" : " +", part.count, printable(part.name));
          first = false;
        }
        put(line);
      }
    }
    for (const std::string& fault : score_.losses.faults)
      put("  " + palette_.in(Ink::alarm, "does not balance") + " " + printable(fault));
    if (score_.losses.faults.empty()) put("  All sums balance.");
  }

  void put_errors() {
    std::array<std::vector<const ScoreError*>, kErrorKinds> of_kind;
    const std::vector<ScoreError> errors = score_.errors();
    for (const ScoreError& error : errors) of_kind.at(static_cast<std::size_t>(error.kind)).push_back(&error);
    for (const auto& kind : of_kind)
      if (!kind.empty()) put_errors(kind);
    if (errors.empty()) put("\n" + palette_.in(Ink::good, "No errors."));
  }

  void put_errors(const std::vector<const ScoreError*>& errors) {
    head(fmt::format("{}: {}", heading_of(errors.front()->kind), errors.size()));
    for (std::size_t i = 0; i < errors.size(); ++i) {
      if (i == options_.most_errors) {
        put(palette_.in(Ink::faint,
                        fmt::format("  … and {} more: --json and --html list them all", errors.size() - i)));
        return;
      }
      const ScoreError& error = *errors[i];
      put(fmt::format("  {} {}  {}  {}", error.at ? format_utc(*error.at) : std::string(24, ' '),
                      printable(error.feed), printable(error.what),
                      palette_.in(Ink::faint, printable(error.why))));
    }
  }

  const Score& score_;
  const ScoreTextOptions& options_;
  Palette palette_;
  std::string text_;
};

}  // namespace

std::string score_text(const Score& score, const ScoreTextOptions& options) {
  return ScoreText(score, options).text();
}

}  // namespace nightjar
