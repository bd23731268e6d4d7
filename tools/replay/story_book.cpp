#include "tools/replay/story_book.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/alert_names.hpp"
#include "alerts/heat_alerts.hpp"
#include "alerts/sha256.hpp"
#include "ingest/utc_time.hpp"
#include "processing/anpr/mark_consensus.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "processing/ground/ground_projector.hpp"
#include "tools/replay/replay_record.hpp"

namespace nightjar {
namespace {

std::string clock_of(CaptureTime time) {
  return format_utc(time).substr(11, 12);
}

std::string candidates_of(const PlateText& text) {
  std::string words = fmt::format("{} {:.3f}", text.mark.empty() ? "nothing" : text.mark, text.confidence);
  std::string others;
  for (std::size_t i = 0; i < text.candidates.size() && i < 5; ++i) {
    if (text.candidates[i].mark == text.mark) continue;
    others += fmt::format("{}{} {:.3f}", others.empty() ? "" : ", ", text.candidates[i].mark,
                          text.candidates[i].probability);
  }
  return others.empty() ? words : words + " (or " + others + ")";
}

std::string characters_of(const PlateText& text) {
  std::string words;
  for (std::size_t i = 0; i < text.characters.size() && i < text.mark.size(); ++i) {
    const auto& symbols = text.characters[i].symbol;
    const float best = *std::max_element(symbols.begin(), symbols.end());
    words += fmt::format("{}{} {:.2f}", i == 0 ? "" : " ", text.mark[i], best);
  }
  return words;
}

std::string place_words(const HeatTrack& track) {
  if (!track.position) return "position unknown";
  return fmt::format("{:.7f} {:.7f} +- {:.1f} m", track.position->latitude_deg, track.position->longitude_deg,
                     ellipse_of(track.position->covariance_m2).ce90_m);
}

const char* state_of(const HeatTrack& track) {
  if (track.outcome == HeatOutcome::dropped) return "dropped";
  if (track.ended) return track.outcome == HeatOutcome::confirmed ? "ended, confirmed" : "ended, tentative";
  if (track.lost_at) return track.outcome == HeatOutcome::confirmed ? "confirmed, lost" : "tentative, lost";
  return track.outcome == HeatOutcome::confirmed ? "confirmed" : "tentative";
}

}  // namespace

std::string pass_name(std::uint64_t pass, std::size_t opening) {
  return opening == 0 ? fmt::format("pass {}", pass) : fmt::format("pass {}.{}", opening + 1, pass);
}

StoryWish story_wish(const std::string& written) {
  StoryWish wish;
  wish.text = written;
  if (const std::size_t slash = written.find('/'); slash != std::string::npos) {
    wish.feed = written.substr(0, slash);
    wish.track = written.substr(slash + 1);
    return wish;
  }
  wish.mark = folded_mark(written);
  wish.track = written;
  return wish;
}

void StoryBook::take(const FeedSite& feed, const Frame* frame, std::size_t opening,
                     const PipelineYield& yield) {
  const std::lock_guard held(lock_);
  if (frame != nullptr) take_plates(*frame, opening, yield.story);
  take_reads(feed, frame == nullptr ? "the end     " : clock_of(frame->captured_at), opening, yield);
  take_contacts(feed, frame, opening, yield);
}

void StoryBook::take_plates(const Frame& frame, std::size_t opening, const PipelineStory& seen) {
  for (std::size_t i = 0; i < seen.plates.size(); ++i) {
    const SeenPlate& plate = seen.plates[i];
    Story& story = stories_[{frame.feed, pass_name(seen.placings[i].pass, opening)}];
    const cv::Rect& box = plate.box.upright;
    std::string line =
        fmt::format("{}  frame {:>6}  box {} x {} at {},{}  found {:.2f}", clock_of(frame.captured_at),
                    frame.sequence, box.width, box.height, box.x, box.y, plate.box.score);
    if (!plate.text) {
      line += "  not read: it would add nothing";
    } else {
      line += "  read " + candidates_of(*plate.text);
      if (!plate.text->characters.empty()) line += "  [" + characters_of(*plate.text) + "]";
      for (const MarkCandidate& candidate : plate.text->candidates)
        story.marks.insert(folded_mark(candidate.mark));
    }
    if (seen.placings[i].best) line += "  best so far";
    story.lines.push_back(std::move(line));
  }
}

void StoryBook::take_reads(const FeedSite& feed, const std::string& when, std::size_t opening,
                           const PipelineYield& yield) {
  for (const PlateRead& read : yield.story.reads) {
    const Key key{feed.name, pass_name(read.pass, opening)};
    Story& story = stories_[key];
    story.marks.insert(folded_mark(read.text.mark));
    story.told = read.text.mark;
    story.lines.push_back(
        fmt::format("{}  {} revision {}: all {} frames read together: {}", when,
                    read.outcome ? fmt::format("over, {}:", word_of(*read.outcome)) : "handed on,",
                    read.revision, read.frames_read, candidates_of(read.text)));
    for (const AlertParcel& parcel : yield.parcels) {
      const AlertEvent& event = parcel.event;
      if (event.alert == short_key({event.channel, event.feed, event.incident, format_utc(read.first_seen)}))
        of_alert_[event.alert] = key;
    }
  }
  for (const AlertParcel& parcel : yield.parcels)
    if (const auto known = of_alert_.find(parcel.event.alert); known != of_alert_.end())
      take_event(known->second, when, parcel.event);
}

void StoryBook::take_contacts(const FeedSite& feed, const Frame* frame, std::size_t opening,
                              const PipelineYield& yield) {
  for (const HeatTrack& track : yield.story.contacts) {
    const Key key{feed.name, "track " + track_name(track.id, opening)};
    Story& story = stories_[key];
    const std::string when = frame == nullptr ? "the end     " : clock_of(frame->captured_at);
    const bool seen = frame != nullptr && track.newest.captured_at == frame->captured_at;
    const std::string state = fmt::format("{} {:.3f}, {} {:.2f}", state_of(track), track.probability,
                                          class_word(track.heat_class), track.class_probability);
    story.told = state;
    if (seen) {
      const HeatSpot& spot = track.newest.spot;
      story.lines.push_back(fmt::format(
          "{}  frame {:>6}  spot {:.0f} px at {:.1f},{:.1f}, contrast {:.1f}  {}  {}", when, frame->sequence,
          spot.area_px, spot.centre_px.x, spot.centre_px.y, spot.contrast, state, place_words(track)));
    } else {
      story.lines.push_back(fmt::format("{}  {:>12}  not seen  {}  {}", when, "", state, place_words(track)));
    }
    for (const AlertParcel& parcel : yield.parcels) {
      const AlertEvent& event = parcel.event;
      if (event.alert ==
              short_key({event.channel, event.feed, event.incident, format_utc(track.first_seen)}) &&
          event.incident == short_key({event.channel, event.feed, "heat", std::to_string(track.id),
                                       format_utc(track.first_seen)}))
        take_event(key, when, event);
    }
  }
}

void StoryBook::take_event(const Key& key, const std::string& when, const AlertEvent& event) {
  std::string line = fmt::format("{}  alert {} {}, revision {}, channel {}", when, event.alert,
                                 name_of(event.event), event.revision, event.channel);
  if (event.vehicle) {
    for (const AlertEntry& entry : event.vehicle->entries)
      line += fmt::format("; matches {} of list {}", entry.mark, entry.list);
  }
  if (event.cause) line += "; " + *event.cause;
  stories_[key].lines.push_back(std::move(line));
}

bool StoryBook::fits(const Key& key, const Story& story) const {
  if (!wish_.mark.empty() && story.marks.count(wish_.mark) > 0) return true;
  if (wish_.track.empty() || key.second != "track " + wish_.track) return false;
  return wish_.feed.empty() || wish_.feed == key.first;
}

std::vector<std::string> StoryBook::stories() const {
  std::vector<std::string> texts;
  for (const auto& [key, story] : stories_) {
    if (!fits(key, story)) continue;
    std::string text = fmt::format("{} {}: {}\n", key.first, key.second, story.told);
    for (const std::string& line : story.lines) text += "  " + line + "\n";
    texts.push_back(std::move(text));
  }
  return texts;
}

std::vector<std::string> StoryBook::likest() const {
  std::vector<std::pair<double, std::string>> ranked;
  for (const auto& [key, story] : stories_) {
    double likeness = 0;
    for (const std::string& mark : story.marks)
      likeness = std::max(likeness, mark_likeness(mark, wish_.mark));
    ranked.emplace_back(-likeness, fmt::format("{} {}: {}", key.first, key.second, story.told));
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < ranked.size() && i < 10; ++i) lines.push_back(ranked[i].second);
  return lines;
}

}  // namespace nightjar
