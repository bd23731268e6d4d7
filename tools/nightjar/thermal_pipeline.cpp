#include "tools/nightjar/thermal_pipeline.hpp"

#include "tools/nightjar/stage_clock.hpp"

namespace nightjar {
namespace {

constexpr std::uint64_t kMostRemarks = 30;  // of one opening: a stream that changes all the time is no news

std::vector<HeatTrack> numbered_apart(std::vector<HeatTrack> tracks) {
  for (HeatTrack& track : tracks) track.id += kPictureTracksFrom;
  return tracks;
}

void append(std::vector<HeatTrack>& all, std::vector<HeatTrack> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// What restricted channels are told of a contact neither takes it from the others nor counts for them.
std::vector<HeatTeller> tellers_of(const ThermalPipelineOptions& options) {
  HeatTellerOptions teller;
  teller.alerts = options.alerts;
  teller.groups = options.groups;
  teller.own = options.own;
  if (!options.candidates_restricted) teller.candidates_to = options.candidates_to;
  std::vector<HeatTeller> tellers{HeatTeller(teller)};
  if (!options.cleared_rules) return tellers;
  teller.alerts.rules = options.cleared_rules;
  teller.candidates_to = options.candidates_restricted ? options.candidates_to : "";
  tellers.emplace_back(std::move(teller));
  return tellers;
}

}  // namespace

ThermalPipeline::ThermalPipeline(const ThermalPipelineOptions& options)
    : options_(options),
      reader_(options.reader),
      detector_(options.detector),
      picture_(options.picture),
      tellers_(tellers_of(options)) {
  if (options.ground) ground_.emplace(*options.ground);
  if (options.delay) delay_.emplace(*options.delay);
}

PipelineYield ThermalPipeline::process(const Frame& frame) {
  setting_ = {frame.captured_at, frame.clock, frame.sortie};
  for (HeatTeller& teller : tellers_) teller.hear(frame.own);
  PipelineYield yield;
  if (too_soon(frame)) {
    ++tally_.outcomes["frames between searches"];
  } else {
    searched_at_ = frame.captured_at;
    HeatPicture picture = timed(tally_, "read", [&] { return reader_.read(frame); });
    ++tally_.outcomes[std::string(picture.outcome)];
    remark(std::move(picture.remarks), yield);
    if (!picture.heat.empty()) search(frame, picture, yield);
    if (delay_) note(timed(tally_, "delay", [&] { return delay_->update(frame, picture.heat); }), yield);
  }
  for (HeatTeller& teller : tellers_) post(teller.due(frame.captured_at), nullptr, nullptr, yield);
  if (options_.stories == PipelineStories::told) {
    yield.story.searched_at = searched_at_;
    yield.story.contacts = live_tracks();
    append(yield.story.contacts, yield.tracks);
  }
  return yield;
}

bool ThermalPipeline::too_soon(const Frame& frame) const {
  return searched_at_ && frame.captured_at > *searched_at_ &&
         frame.captured_at - *searched_at_ < options_.search_every;
}

void ThermalPipeline::search(const Frame& frame, const HeatPicture& picture, PipelineYield& yield) {
  HeatView view{.captured_at = frame.captured_at,
                .sequence = frame.sequence,
                .picture = frame.luma.size(),
                .telemetry = frame.telemetry,
                .spots = timed(tally_, "detect", [&] { return detector_.detect(picture.heat); }),
                .levels = picture.heat};
  if (detector_.flooded()) ++tally_.outcomes["frames flooded"];
  if (!picture.zones.empty())
    std::erase_if(view.spots, [&](const HeatSpot& spot) {
      return picture.zones.at<std::uint8_t>(cv::Point(spot.centre_px)) != 0;
    });
  hand_on(timed(tally_, "track", [&] { return track(picture, view); }), &frame, yield);
  if (frame.sortie && frame.sortie->profile == SortieProfile::search)
    for (HeatTeller& teller : tellers_) tell(teller.tell_candidates(live_tracks(), setting_), &frame, yield);
  look(frame);
  if (options_.stories == PipelineStories::told) yield.story.spots = std::move(view.spots);
}

void ThermalPipeline::remark(std::vector<HeatRemark> remarks, PipelineYield& yield) {
  for (HeatRemark& remark : remarks) {
    if (++remarks_ > kMostRemarks) {
      ++tally_.outcomes["remarks not made"];
    } else {
      yield.remarks.push_back({std::move(remark.words), remark.concern});
    }
  }
}

void ThermalPipeline::note(std::optional<PipelineRemark> remark, PipelineYield& yield) const {
  if (remark) yield.remarks.push_back(std::move(*remark));
}

std::vector<HeatTrack> ThermalPipeline::live_tracks() const {
  std::vector<HeatTrack> tracks;
  if (ground_) tracks = ground_->tracks();
  append(tracks, numbered_apart(picture_.tracks()));
  std::erase_if(tracks, [](const HeatTrack& track) { return track.ended; });
  return tracks;
}

std::vector<HeatTrack> ThermalPipeline::track(const HeatPicture& picture, const HeatView& view) {
  if (!position_known_at_) position_known_at_ = view.captured_at;
  std::vector<HeatTrack> changed;
  if (ground_) {
    changed = ground_->update(view);
    if (!ground_->position_unknown()) {
      position_known_at_ = view.captured_at;
      if (in_picture_) append(changed, numbered_apart(picture_.finish()));
      in_picture_ = false;
      return changed;
    }
    ++tally_.outcomes["frames without position"];
    if (view.captured_at - *position_known_at_ < options_.unknown_for) return changed;
  }
  in_picture_ = true;
  append(changed, numbered_apart(picture_.update(view, picture.heat)));
  return changed;
}

PipelineYield ThermalPipeline::finish() {
  PipelineYield yield;
  std::vector<HeatTrack> ended;
  if (ground_) ended = ground_->finish();
  append(ended, numbered_apart(picture_.finish()));
  hand_on(ended, nullptr, yield);
  if (delay_) note(delay_->finish(), yield);
  if (options_.stories == PipelineStories::told) yield.story.contacts = std::move(ended);
  return yield;
}

PipelineTally ThermalPipeline::tally() const {
  PipelineTally tally = tally_;
  if (reader_.format_changes() > 0) tally.outcomes["format changes"] = reader_.format_changes();
  const HeatTeller& teller = tellers_.front();
  const std::uint64_t outside = teller.alerts().outside_rules();
  if (outside > 0) tally.outcomes["contacts outside the rules"] = outside;
  if (delay_) tally.delay = delay_->found();
  if (teller.groups_told() > 0) tally.outcomes["groups told"] = teller.groups_told();
  if (teller.candidates_untold() > 0) tally.outcomes["candidates not told"] = teller.candidates_untold();
  return tally;
}

void ThermalPipeline::hand_on(const std::vector<HeatTrack>& tracks, const Frame* frame,
                              PipelineYield& yield) {
  for (HeatTeller& teller : tellers_)
    tell(frame == nullptr ? teller.finish(tracks, setting_) : teller.tell(tracks, setting_), frame, yield);
  for (const HeatTrack& track : tracks) {
    if (!track.ended) continue;
    ++tally_.outcomes[track.outcome == HeatOutcome::confirmed ? "tracks confirmed" : "tracks dropped"];
    yield.tracks.push_back(track);
  }
}

void ThermalPipeline::tell(const std::vector<HeatTelling>& told, const Frame* frame, PipelineYield& yield) {
  for (const HeatTelling& telling : told) post(telling.parcels, &telling.track, frame, yield);
}

void ThermalPipeline::look(const Frame& frame) {
  if (!options_.coverage || !options_.ground || !frame.sortie) return;
  options_.coverage->look(*frame.sortie, frame, *options_.ground, detector_.flooded());
}

void ThermalPipeline::post(std::vector<AlertParcel> parcels, const HeatTrack* track, const Frame* frame,
                           PipelineYield& yield) {
  const bool shown = frame != nullptr && track != nullptr && track->newest.sequence == frame->sequence &&
                     !track->newest.spot.box.empty();
  std::optional<EvidenceSet> taken;  // once for all channels
  for (AlertParcel& parcel : parcels) {
    const bool fresh =
        shown && evidence_.wants_fresh(parcel.event, frame->captured_at, options_.pictures_every);
    if (fresh && !taken)
      taken = timed(tally_, "evidence", [&] {
        return evidence_of(*frame, track->newest.spot.box, "contact", options_.evidence);
      });
    evidence_.attach(parcel, fresh ? *taken : EvidenceSet());
    yield.parcels.push_back(std::move(parcel));
  }
}

}  // namespace nightjar
