#include "alerts/event_merge.hpp"

#include <algorithm>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/desk_question.hpp"
#include "alerts/json_fields.hpp"

namespace nightjar {
namespace {

using nlohmann::json;

constexpr std::size_t kMostRevisions = 50'000;

std::uint64_t number_of(JsonFields& fields, const char* name) {
  return static_cast<std::uint64_t>(fields.integer(name, 0, INT64_MAX - 1));
}

}  // namespace

EventMerge::EventMerge(ConsumerPlace& place, std::deque<Received>& out, PictureLimit pictures,
                       std::function<CaptureTime()> now)
    : place_(place), out_(out), wishes_(pictures), now_(std::move(now)) {}

/// Of the alert, this event included.
std::uint32_t EventMerge::newest_revision(const AlertEvent& event) {
  if (revisions_.size() >= kMostRevisions) revisions_.clear();
  std::uint32_t& newest = revisions_.try_emplace(event.alert, place_.given_before(event.alert)).first->second;
  newest = std::max(newest, event.revision);
  return newest;
}

bool EventMerge::give(ReceivedAlert received) {
  const AlertEvent& event = received.event;
  const std::uint32_t newest = newest_revision(event);
  if (!place_.take(event.stream, channel_, event.seq)) {
    ++doubles_;
    return false;
  }
  chain(event.stream, event.seq, sha256(received.json));
  received.superseded = event.revision < newest;
  if (received.origin != AlertOrigin::live && event.published_at)
    received.age_s = std::chrono::duration<double>(now_() - *event.published_at).count();
  wishes_.add(event);
  out_.emplace_back(std::move(received));
  return true;
}

bool EventMerge::give(const std::string& text, AlertOrigin origin, const std::string& stream,
                      std::uint64_t seq) {
  AlertReading reading = from_json(text);
  if (!reading.event || reading.event->stream != stream || reading.event->seq != seq ||
      reading.event->channel != channel_ || reading.event->replay) {
    ++malformed_;
    return false;
  }
  ReceivedAlert received;
  received.event = std::move(*reading.event);
  received.json = text;
  received.origin = origin;
  (void)give(std::move(received));
  return true;
}

/// What was had before this consumer started is not known to it, but stands among what it asks for.
void EventMerge::note_had(const json& page, const std::string& stream) {
  const ChannelPlace& place = place_.of(stream, channel_);
  for (const json& item : items_of(page)) {
    std::string fault;
    JsonFields fields(item, "", fault);
    if (!item.is_object() || !place.had.contains(number_of(fields, "seq"))) continue;
    const AlertReading reading = from_json(fields.text_if("text", kLongestMessage).value_or(""));
    if (reading.event && reading.event->channel == channel_) (void)newest_revision(*reading.event);
  }
}

void EventMerge::give_history(const json& page, const std::string& stream) {
  note_had(page, stream);
  for (const json& item : items_of(page)) {
    std::string fault;
    JsonFields fields(item, "", fault);
    if (!item.is_object()) continue;
    const std::uint64_t seq = number_of(fields, "seq");
    const auto text = fields.text_if("text", kLongestMessage);
    const auto digest = sha256_from_hex(fields.text_if("digest", 64).value_or(""));
    if (!fault.empty() || seq == 0 || (!text && !digest)) {
      ++malformed_;
      continue;
    }
    if (text && give(*text, AlertOrigin::history, stream, seq)) continue;
    const Sha256 known = text ? sha256(*text) : *digest;
    if (!place_.of(stream, channel_).had.contains(seq)) {
      out_.emplace_back(SequenceGap{stream, channel_, seq, seq, true});
      place_.erased(stream, channel_, seq, known);
    }
    chain(stream, seq, known);
  }
}

void EventMerge::note_head(const std::string& stream, std::uint64_t seq, const std::string& head) {
  const auto digest = sha256_from_hex(head);
  ChannelPlace& place = place_.of(stream, channel_);
  if (!digest || (!place.chain.end() && (!place.joined || place.whole_up_to() < seq))) return;
  const bool stuck = place.chain.end() && place.chain.end()->seq < seq && place.whole_up_to() >= seq;
  if (stuck) place.chain = ChainWatch();  // digests of what was had before a restart are not kept
  if (place.chain.head(seq, *digest)) out_.emplace_back(ChainBreak{stream, channel_, seq});
}

void EventMerge::chain(const std::string& stream, std::uint64_t seq, const Sha256& digest) {
  if (place_.of(stream, channel_).chain.event(seq, digest))
    out_.emplace_back(ChainBreak{stream, channel_, seq});
}

}  // namespace nightjar
