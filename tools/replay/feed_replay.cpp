#include "tools/replay/feed_replay.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "ingest/make_frame_source.hpp"
#include "ingest/recording/recording_folder.hpp"
#include "tools/nightjar/assemble.hpp"

namespace nightjar {
namespace {

using std::chrono::seconds;

FrameSourceOptions recorded_source(const FeedReplayOptions& options, const std::filesystem::path& recording) {
  FrameSourceOptions source = source_options(*options.feed, Pacing::lossless);
  source.path = recording;
  source.software_decoding = true;  // a hardware decoder's pictures may differ from machine to machine
  source.decoder_threads = options.decoder_threads;
  source.complained = options.complained;
  return source;
}

void add(FrameCounts& sum, const FrameCounts& part) {
  sum.decoded += part.decoded;
  sum.delivered += part.delivered;
  sum.dropped += part.dropped;
  sum.broken += part.broken;
}

}  // namespace

struct FeedPlayer::Opening {
  std::size_t number = 0;
  double share = 1;  // of the whole
  std::unique_ptr<Pipeline> pipeline;
  std::unique_ptr<FrameSource> source;
};

void FeedPlayer::play(const std::stop_token& stop) {
  own_ = open_own(*options_.site, true, options_.complained);
  if (options_.feed->expected == FeedExpected::sortie)
    flights_.emplace(options_.feed->name, options_.feed->sortie);
  if (options_.pictures) pictures_.emplace(*options_.pictures);
  std::vector<std::filesystem::path> recordings = recordings_in(options_.feed->path);
  if (recordings.empty()) recordings.push_back(options_.feed->path);
  const double share = 1.0 / static_cast<double>(recordings.size());
  std::exception_ptr failure;
  for (std::size_t number = 0; number < recordings.size() && !stop.stop_requested(); ++number) {
    Opening opening;
    opening.number = number;
    opening.share = share;
    opening.pipeline = make_pipeline(*options_.site, *options_.feed,
                                     std::make_shared<const HotlistsInForce>(options_.hotlists),
                                     PipelineStories::told, options_.coverage);
    const std::uint64_t before = replay_.processed;
    try {
      FrameSourceOptions source = recorded_source(options_, recordings[number]);
      if (options_.feed->kind == FeedKind::thermal)
        source.annotate = [this, own = own_notes(own_)](Frame& frame) {
          own(frame);
          if (flights_ && !frame.sortie) frame.sortie = flights_->at(frame.captured_at);
        };
      opening.source = make_frame_source(source);
      play_opening(opening, stop);
    } catch (const FeedError& error) {
      const bool whole = error.cause() == FeedError::Cause::ended && replay_.processed > before;
      if (!whole && !failure) failure = std::current_exception();
    }
    close(opening);
    progress_ = static_cast<double>(number + 1) * share;
  }
  if (failure) std::rethrow_exception(failure);
}

void FeedPlayer::play_opening(Opening& opening, const std::stop_token& stop) {
  while (const std::optional<Frame> frame = opening.source->next(stop)) {
    if (!wait_for(frame->captured_at, stop)) break;
    captured_at_ = std::max(captured_at_, frame->captured_at);
    sequence_ = frame->sequence;
    if (!replay_.from) replay_.from = captured_at_;
    replay_.to = captured_at_;
    take_in(opening, &*frame, opening.pipeline->process(*frame));
    ++replay_.processed;
    progress_ =
        opening.share * (static_cast<double>(opening.number) + opening.source->progress().value_or(0));
  }
}

void FeedPlayer::close(Opening& opening) {
  take_in(opening, nullptr, opening.pipeline->finish());
  if (opening.source) add(replay_.frames, opening.source->counts());
  replay_.tally += opening.pipeline->tally();
}

void FeedPlayer::take_in(const Opening& opening, const Frame* frame, PipelineYield yield) {
  if (options_.complained)
    for (const PipelineRemark& remark : yield.remarks) options_.complained(remark.words);
  if (options_.seen) options_.seen(frame, opening.number, yield);
  if (pictures_ && frame != nullptr) pictures_->take(*frame, opening.number, yield.story);
  follow_paths(opening, yield.story);
  const auto say = [&](CaptureTime captured_at, auto what) {
    replay_.records.push_back({captured_at, sequence_, std::move(what)});
  };
  for (AlertParcel& parcel : yield.parcels) {
    const CaptureTime captured_at = parcel.event.captured_at.value_or(captured_at_);
    say(captured_at, std::move(parcel.event));
  }
  for (PlateRead& pass : yield.passes) {
    std::string picture = pictures_ ? pictures_->keep_pass(pass, opening.number) : "";
    say(captured_at_, ReplayedPass{std::move(pass), std::move(picture)});
  }
  for (HeatTrack& track : yield.tracks) {
    const std::string id = track_name(track.id, opening.number);
    std::string picture = pictures_ ? pictures_->keep_track(track, id) : "";
    auto path = paths_.extract(id);
    const bool told = path && track.outcome == HeatOutcome::confirmed;
    say(captured_at_,
        ReplayedTrack{std::move(track), id, told ? std::move(path.mapped()) : std::vector<TrackPoint>(),
                      std::move(picture)});
  }
}

void FeedPlayer::follow_paths(const Opening& opening, const PipelineStory& story) {
  for (const HeatTrack& track : story.contacts) {
    if (!track.position || track.last_seen != captured_at_) continue;
    std::vector<TrackPoint>& path = paths_[track_name(track.id, opening.number)];
    if (!path.empty() && captured_at_ - path.back().at < seconds(1)) continue;
    path.push_back({captured_at_, track.position->latitude_deg, track.position->longitude_deg});
  }
}

bool FeedPlayer::wait_for(CaptureTime captured_at, const std::stop_token& stop) {
  if (options_.speed <= 0) return true;
  const auto now = std::chrono::steady_clock::now();
  if (!paced_from_) paced_from_.emplace(captured_at, now);
  const std::chrono::duration<double> recorded = captured_at - paced_from_->first;
  const auto due =
      paced_from_->second + std::chrono::duration_cast<std::chrono::nanoseconds>(recorded / options_.speed);
  std::mutex lock;
  std::unique_lock held(lock);
  std::condition_variable_any stopped;
  stopped.wait_until(held, stop, due, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace nightjar
