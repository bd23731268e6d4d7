#include "tools/replay/replay_pictures.hpp"

#include <fstream>
#include <stdexcept>

#include "tools/nightjar/evidence.hpp"
#include "tools/replay/replay_record.hpp"

namespace nightjar {
namespace {

constexpr double kPlateMargin = 0.35;   // of the box's larger side
constexpr double kContactMargin = 1.5;  // a body alone tells nothing: show what lies around it

std::string pass_name(std::uint64_t pass, std::size_t opening) {
  return "pass-" + (opening == 0 ? "" : std::to_string(opening + 1) + ".") + std::to_string(pass);
}

}  // namespace

void ReplayPictures::take(const Frame& frame, std::size_t opening, const PipelineStory& story) {
  EvidencePictureOptions options;
  options.cutout_margin = kPlateMargin;
  for (std::size_t i = 0; i < story.plates.size(); ++i) {
    if (!story.placings[i].best) continue;
    best_[pass_name(story.placings[i].pass, opening)] =
        cutout_of(frame, story.plates[i].box.upright, options);
  }
  options.cutout_margin = kContactMargin;
  options.cutout_min_width_px = 160;
  for (const HeatTrack& track : story.contacts) {
    if (track.best.sequence != frame.sequence || track.best.captured_at != frame.captured_at) continue;
    best_["track-" + track_name(track.id, opening)] = cutout_of(frame, track.best.spot.box, options);
  }
}

std::string ReplayPictures::keep_pass(const PlateRead& pass, std::size_t opening) {
  return keep(pass_name(pass.pass, opening));
}

std::string ReplayPictures::keep_track(const HeatTrack& track, const std::string& id) {
  if (track.outcome == HeatOutcome::confirmed) return keep("track-" + id);
  best_.erase("track-" + id);
  return {};
}

std::string ReplayPictures::keep(const std::string& name) {
  const auto found = best_.extract(name);
  if (!found) return {};
  const std::string file = options_.feed + "-" + name + ".jpg";
  const std::filesystem::path path = options_.folder / file;
  std::ofstream stream(path, std::ios::binary);
  stream << found.mapped();
  if (!stream.flush()) throw std::runtime_error(path.string() + ": cannot be written");
  return (options_.folder.filename() / file).generic_string();
}

}  // namespace nightjar
