#include "tools/judge/judged_reads.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <random>
#include <sstream>
#include <stdexcept>

#include "processing/anpr/closer_look.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "tools/judge/judged_photograph.hpp"
#include "tools/simulate/chance.hpp"
#include "tools/train/plate_photograph.hpp"

namespace nightjar {
namespace {

std::string height_class(double character_px) {
  return character_px < 12   ? "9 to 12 px"
         : character_px < 16 ? "12 to 16 px"
         : character_px < 24 ? "16 to 24 px"
                             : "24 to 40 px";
}

std::vector<std::string> classes_of(const JudgedPhotograph& made) {
  const OutlinedPlate& plate = made.plate;
  std::vector<std::string> classes{height_class(made.character_px)};
  classes.emplace_back(plate.rows.size() == 2 ? "two lines" : "one line");
  if (plate.size_mm.width < 240 && plate.rows.size() == 2) classes.emplace_back("motorcycle");
  const bool continental = form_of(mark_on(plate)) == MarkForm::other;
  classes.emplace_back(continental ? "continental" : "British");
  if (made.light.infra_red) classes.emplace_back("infra-red");
  if (plate.paper[1] < 0.2F) classes.emplace_back("light on dark");
  if (plate.build == CharacterBuild::acrylic) classes.emplace_back("4D");
  if (plate.build == CharacterBuild::gel || plate.build == CharacterBuild::two_tone)
    classes.emplace_back("gel or two-tone");
  if (plate.dirt > 0) classes.emplace_back("dirty");
  if (!plate.screws_mm.empty()) classes.emplace_back("screws");
  if (std::abs(made.view.turn_deg) > 25) classes.emplace_back("turned over 25 deg");
  if (made.light.glare > 0) classes.emplace_back("glare");
  if (made.light.shadow > 0 || made.light.leaves > 0) classes.emplace_back("shadow");
  return classes;
}

JudgedRead judged(const std::string& mark, const PlateText& text, std::vector<std::string> classes) {
  const bool right = !mark.empty() && folded_mark(text.mark) == folded_mark(mark);
  return {mark, text.mark, text.confidence, right, std::move(classes)};
}

/// As still pictures are read.
PlateText read_still(PlateReader& reader, const cv::Mat& luma, const PlateBox& box) {
  return closer_look(reader, luma, box, reader.read(luma, box));
}

double overlap(const cv::Rect& a, const cv::Rect& b) {
  const double both = (a & b).area();
  return both / std::max(1.0, a.area() + b.area() - both);
}

cv::Rect around(const std::array<cv::Point2f, 4>& corners) {
  return cv::boundingRect(std::vector<cv::Point2f>(corners.begin(), corners.end()));
}

}  // namespace

std::vector<JudgedRead> JudgedReads::plates(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 rng(seed);
  std::vector<JudgedRead> reads;
  while (reads.size() < count) {
    const JudgedPhotograph made = close_photograph(judged_vehicle(rng), rng);
    reads.push_back(judged(made.mark, reader_.read(made.luma, roughly_found(made, rng)), classes_of(made)));
  }
  return reads;
}

std::vector<JudgedRead> JudgedReads::training_drawing(std::uint64_t seed, std::size_t count) {
  constexpr double kAnyCharacters = 0.1;
  std::mt19937_64 rng(seed);
  std::vector<JudgedRead> reads;
  while (reads.size() < count) {
    const PlatePhotograph made = photograph_plate(rng, kAnyCharacters);
    if (made.read_as != made.box.lines) continue;  // the reader chooses the rows itself
    reads.push_back(judged(made.mark, reader_.read(made.luma, made.box),
                           {made.mark.empty() ? "nothing to read" : "plate"}));
  }
  return reads;
}

std::vector<JudgedRead> JudgedReads::cut_off_plates(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 rng(seed);
  std::vector<JudgedRead> reads;
  while (reads.size() < count) {
    const JudgedVehicle vehicle = judged_vehicle(rng);
    if (vehicle.plate.rows.size() != 1) continue;
    const JudgedPhotograph made = close_photograph(vehicle, rng);
    reads.push_back(judged(made.mark, read_still(reader_, made.luma, cut_off(made, rng)), {}));
  }
  return reads;
}

std::vector<JudgedRead> JudgedReads::lettering(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 rng(seed);
  Chance lots(rng);
  std::vector<JudgedRead> reads;
  while (reads.size() < count) {
    const JudgedVehicle vehicle = judged_vehicle(rng, JudgedSubject::lettering);
    const JudgedPhotograph made = close_photograph(vehicle, rng);
    const std::vector<PlateBox> found = detector_.detect(made.luma);
    const PlateBox box = found.empty() ? roughly_found(made, rng) : found.front();
    reads.push_back(
        judged("", read_still(reader_, made.luma, box), {found.empty() ? "box put there" : "box found"}));
  }
  return reads;
}

std::vector<JudgedRead> JudgedReads::scenes(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 rng(seed);
  std::vector<JudgedRead> reads;
  for (std::size_t i = 0; i < count; ++i) {
    const JudgedPhotograph made = wide_photograph(judged_vehicle(rng), {960, 540}, rng);
    const cv::Rect where = around(made.corners);
    JudgedRead own{made.mark, "", 0, false, classes_of(made)};
    double best = 0.3;
    for (const PlateBox& box : detector_.detect(made.luma)) {
      const JudgedRead read = judged(made.mark, read_still(reader_, made.luma, box), own.classes);
      const double shared = overlap(box.upright, where);
      if (shared > best) {
        own = read;
        best = shared;
      } else if (!read.read.empty() && shared < 0.1) {
        reads.push_back({"", read.read, read.confidence, false, {"elsewhere"}});
      }
    }
    if (best <= 0.3) own.classes.emplace_back("not found");
    reads.push_back(std::move(own));
  }
  return reads;
}

struct JudgedReads::ReadPass {
  JudgedPhotograph last;  ///< of its frames
  PlateText text;
};

JudgedReads::ReadPass JudgedReads::read_pass(std::mt19937_64& rng, const MarkConsensusOptions& options) {
  Chance lots(rng);
  const JudgedVehicle vehicle = judged_vehicle(rng);
  const int frames = lots.whole(3, 9);
  const double nearer = lots.between(1.0, 1.6);  // over the whole pass
  std::vector<PlateText> texts;
  ReadPass pass;
  for (int frame = 0; frame < frames; ++frame) {
    JudgedVehicle now = vehicle;
    const double along = frame / (frames - 1.0);
    now.view.px_per_mm *= std::pow(nearer, along - 0.5);
    now.view.distance_m /= std::pow(nearer, along - 0.5);
    now.view.turn_deg += lots.bell() * 0.5 + 6 * (nearer - 1) * along;
    pass.last = close_photograph(now, rng);
    texts.push_back(reader_.read(pass.last.luma, roughly_found(pass.last, rng)));
  }
  pass.text = mark_consensus(texts, options);
  return pass;
}

std::vector<JudgedRead> JudgedReads::passes(std::uint64_t seed, std::size_t count,
                                            const MarkConsensusOptions& options) {
  std::mt19937_64 rng(seed);
  std::vector<JudgedRead> reads;
  for (std::size_t i = 0; i < count; ++i) {
    const ReadPass pass = read_pass(rng, options);
    reads.push_back(judged(pass.last.mark, pass.text, classes_of(pass.last)));
  }
  return reads;
}

std::vector<SampledRead> JudgedReads::sampled_passes(std::uint64_t seed, std::size_t count,
                                                     const MarkConsensusOptions& options) {
  std::mt19937_64 rng(seed);
  std::vector<SampledRead> reads;
  for (std::size_t i = 0; i < count; ++i) {
    ReadPass pass = read_pass(rng, options);
    reads.push_back({pass.last.mark, std::move(pass.text)});
  }
  return reads;
}

std::vector<JudgedRead> JudgedReads::photographs(const std::filesystem::path& table,
                                                 const std::filesystem::path& folder) {
  std::ifstream in(table);
  if (!in) throw std::runtime_error(fmt::format("{}: cannot be opened", table.string()));
  std::vector<JudgedRead> reads;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (number == 1) continue;  // the columns' names
    std::istringstream words(line);
    std::string file;
    std::string mark;
    cv::Rect where;
    if (!(words >> file >> mark >> where.x >> where.y >> where.width >> where.height)) {
      throw std::runtime_error(fmt::format("{}:{}: expected file, mark, x, y, w, h", table.string(), number));
    }
    const cv::Mat luma = cv::imread((folder / file).string(), cv::IMREAD_GRAYSCALE);
    if (luma.empty())
      throw std::runtime_error(fmt::format("{}:{}: {} is no picture", table.string(), number, file));
    JudgedRead own{mark, "", 0, false, {}};
    double best = 0.3;
    for (const PlateBox& box : detector_.detect(luma)) {
      const double shared = overlap(box.upright, where);
      const PlateText text = read_still(reader_, luma, box);
      if (shared > best) {
        own = judged(mark, text, {});
        best = shared;
      }
    }
    reads.push_back(std::move(own));
  }
  return reads;
}

}  // namespace nightjar
