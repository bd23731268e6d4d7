#include "tools/nightjar/anpr_pipeline.hpp"

#include <algorithm>

#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/believed_time.hpp"
#include "tools/nightjar/stage_clock.hpp"

namespace nightjar {
namespace {

/// Where this frame shows the vehicle of the read, if it does.
std::optional<cv::Rect> place_in(const Frame& frame, const std::vector<SeenPlate>& plates,
                                 const PlateRead& read) {
  if (read.best_sequence == frame.sequence) return read.best_box.upright;
  const auto same = std::find_if(plates.begin(), plates.end(), [&](const SeenPlate& plate) {
    return plate.text && folded_mark(plate.text->mark) == folded_mark(read.text.mark);
  });
  if (same == plates.end()) return std::nullopt;
  return same->box.upright;
}

}  // namespace

AnprPipeline::AnprPipeline(const AnprPipelineOptions& options,
                           std::shared_ptr<const HotlistsInForce> hotlists)
    : options_(options),
      hotlists_(std::move(hotlists)),
      lists_{nullptr, hotlists_->generation()},
      motion_(options.motion),
      finder_(options.finder),
      reader_(options.reader),
      passes_(options.passes),
      vehicles_(options.vehicles),
      alerts_(options.alerts),
      pictures_(options.evidence) {}

PipelineYield AnprPipeline::process(const Frame& frame) {
  clock_ = frame.clock;
  const PlateFrame plate_frame{frame.captured_at, frame.sequence, frame.luma.size()};
  const cv::Mat luma = luma8_of(frame.luma);
  const Motion motion = timed(tally_, "motion", [&] { return motion_.update(luma, frame.captured_at); });
  const auto boxes = timed(tally_, "detect", [&] {
    return finder_.find(plate_frame, luma, motion, passes_.expected(frame.captured_at));
  });
  auto plates = read(frame, plate_frame, boxes);
  auto reads = timed(tally_, "follow", [&] { return passes_.update(plate_frame, plates); });
  timed(tally_, "evidence", [&] {
    pictures_.join(passes_.joined());
    pictures_.see(frame, plates, passes_.placings());
  });
  const auto unplated = timed(tally_, "vehicles", [&] {
    return vehicles_.update(plate_frame, motion.things, passes_.expected(frame.captured_at));
  });
  PipelineYield yield;
  take_lists(&frame, yield);
  hand_on(reads, &frame, plates, yield);
  lists_.matcher.reset();
  book(unplated, yield);
  post(alerts_.due(frame.captured_at), {}, {}, yield);
  if (options_.stories == PipelineStories::told)
    yield.story = {std::move(plates), passes_.placings(), std::move(reads), {}, {}};
  return yield;
}

PipelineYield AnprPipeline::finish() {
  PipelineYield yield;
  auto reads = passes_.finish();
  take_lists(nullptr, yield);
  hand_on(reads, nullptr, {}, yield);
  lists_.matcher.reset();
  book(vehicles_.finish(), yield);
  post(alerts_.finish(), {}, {}, yield);
  if (options_.stories == PipelineStories::told) yield.story.reads = std::move(reads);
  return yield;
}

std::vector<SeenPlate> AnprPipeline::read(const Frame& frame, const PlateFrame& plate_frame,
                                          const std::vector<PlateBox>& boxes) {
  const std::vector<bool> worth_reading = passes_.worth_reading(plate_frame, boxes);
  std::vector<SeenPlate> plates;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    plates.push_back({boxes[i], std::nullopt});
    if (worth_reading[i])
      plates.back().text = timed(tally_, "read", [&] { return reader_.read(frame.luma, boxes[i]); });
  }
  return plates;
}

void AnprPipeline::hand_on(const std::vector<PlateRead>& reads, const Frame* frame,
                           const std::vector<SeenPlate>& plates, PipelineYield& yield) {
  for (const PlateRead& read : reads) {
    const auto matches = matches_of(read);
    EvidenceSet fresh;
    if (frame != nullptr && !matches.empty())
      if (const auto place = place_in(*frame, plates, read))
        fresh = timed(tally_, "evidence",
                      [&] { return evidence_of(*frame, *place, "plate", options_.evidence); });
    const bool over = read.outcome.has_value();
    const bool wanted = over ? !read.text.mark.empty() : !matches.empty() && fresh.pictures.empty();
    const EvidenceSet kept =
        wanted ? timed(tally_, "evidence", [&] { return pictures_.of(read.pass); }) : EvidenceSet{};
    post(alerts_.update(read, matches, clock_), fresh, kept, yield);
    if (over) {
      yield.passes.push_back(read);
      if (!kept.wire_picture.empty()) yield.plate_pictures[read.pass] = kept.wire_picture;
      open_.erase(read.pass);
      pictures_.forget(read.pass);
    } else {
      open_[read.pass] = read;
    }
  }
}

void AnprPipeline::take_lists(const Frame* frame, PipelineYield& yield) {
  const std::uint64_t before = lists_.generation;
  lists_ = hotlists_->edition();
  yield.lists = lists_.generation;
  yield.clock = clock_;
  if (lists_.generation == before) return;
  std::vector<PlateRead> reads;
  for (const auto& [pass, read] : open_) reads.push_back(read);
  hand_on(reads, frame, {}, yield);
}

void AnprPipeline::book(const std::vector<VehicleWithoutPlate>& vehicles, PipelineYield& yield) {
  for (const VehicleWithoutPlate& vehicle : vehicles) yield.passes.push_back(passes_.add(vehicle));
}

std::vector<HotlistMatch> AnprPipeline::matches_of(const PlateRead& read) {
  return timed(tally_, "match",
               [&] { return lists_.matcher->match(read.text, believed_time(read.first_seen, clock_)); });
}

void AnprPipeline::post(std::vector<AlertParcel> parcels, const EvidenceSet& fresh, const EvidenceSet& kept,
                        PipelineYield& yield) {
  for (AlertParcel& parcel : parcels) {
    const bool shown = !fresh.pictures.empty() || evidence_.knows(parcel.event.alert);
    evidence_.attach(parcel, shown ? fresh : kept);
    yield.parcels.push_back(std::move(parcel));
  }
}

PipelineTally AnprPipeline::tally() const {
  PipelineTally tally = tally_;
  const PassCounts counts = passes_.counts();
  tally.outcomes = {{"passes begun", counts.begun},     {"passes open", counts.open},
                    {"passes read", counts.read},       {"passes unsure", counts.unsure},
                    {"passes unread", counts.unread},   {"passes parked", counts.parked},
                    {"passes ignored", counts.ignored}, {"passes no plate", counts.no_plate}};
  return tally;
}

}  // namespace nightjar
