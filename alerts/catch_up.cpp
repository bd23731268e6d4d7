#include "alerts/catch_up.hpp"

#include <algorithm>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/base64.hpp"
#include "alerts/desk_request.hpp"
#include "alerts/json_fields.hpp"
#include "alerts/packed_text.hpp"

namespace nightjar {
namespace {

using nlohmann::json;
using Json = nlohmann::ordered_json;
using namespace std::chrono_literals;

constexpr std::size_t kLongestName = 256;
constexpr std::size_t kLeastPage = 4 * 1024;
constexpr auto kPatience = 60s;  // for an answer; a page on a slow link takes some
constexpr auto kPause = 1s;      // after a refusal, or where nothing is there yet
constexpr std::size_t kLongestUnpacked = std::size_t{1} << 20U;
constexpr std::size_t kMostSteps = 64;  // from stream to stream in one catching up
constexpr std::size_t kMostOpen = 100'000;
constexpr std::size_t kMostRevisions = 50'000;

std::uint64_t number_of(JsonFields& fields, const char* name) {
  return static_cast<std::uint64_t>(fields.integer(name, 0, INT64_MAX - 1));
}

const json& items_of(const json& page) {
  static const json kNone = json::array();
  const auto items = page.find("items");
  return items != page.end() && items->is_array() ? *items : kNone;
}

/// Items that came packed take their place; false where they are no such thing.
bool unpack_items(json& page) {
  const json& items = items_of(page);
  if (items.size() != 1 || !items[0].is_object() || !items[0].contains("packed")) return true;
  std::string fault;
  JsonFields fields(items[0], "", fault);
  const auto bytes = bytes_of_base64(fields.text("packed", kLongestPage));
  const auto text = bytes ? unpacked_text(*bytes, kLongestUnpacked) : std::nullopt;
  JsonObject parsed = text ? parse_object(*text, kLongestUnpacked) : JsonObject{{}, "not packed"};
  if (!parsed.fault.empty() || !parsed.object.contains("items")) return false;
  json unpacked = std::move(parsed.object["items"]);
  page["items"] = std::move(unpacked);
  return true;
}

}  // namespace

CatchUp::CatchUp(CatchUpOptions options, ConsumerPlace& place, std::deque<Received>& out)
    : options_(std::move(options)), place_(place), out_(out), wishes_(options_.pictures) {}

std::uint64_t CatchUp::whole() const {
  const ChannelPlace* const place = place_.find(walked_, channel_);
  return place == nullptr ? 0 : place->whole_up_to();
}

bool CatchUp::current() const {
  return !channel_.empty() && !wants_snapshot_ && walked_ == stream_ && whole() >= newest_;
}

void CatchUp::heard_of(const std::string& stream, const std::string& channel, std::uint64_t seq) {
  if (channel_.empty()) {
    channel_ = channel;
    const std::string before = place_.stream_of(options_.source, channel);
    walked_ = before.empty() ? stream : before;
    if (before.empty() && options_.since) {
      walked_ = options_.since->stream;
      place_.join(walked_, channel, options_.since->seq);
    }
    stream_ = walked_;
  }
  if (stream != stream_) {
    out_.emplace_back(StreamChange{options_.source, channel_, stream_, stream, false});
    stream_ = stream;
    newest_ = 0;
    steps_ = 0;
    lost();
  }
  newest_ = std::max(newest_, seq);
}

void CatchUp::lost() {
  wants_snapshot_ = true;
  after_.clear();
  open_.clear();
  asked_ = Asked::nothing;
  not_before_ = {};
}

void CatchUp::beat(const AlertBeat& beat) {
  if (!channel_.empty() && beat.channel != channel_) return;
  heard_of(beat.stream, beat.channel, beat.seq);
  note_head(beat.stream, beat.seq, beat.head);
}

/// Heads below which something is still wanted begin no chain: the answers' own do.
void CatchUp::note_head(const std::string& stream, std::uint64_t seq, const std::string& head) {
  const auto digest = sha256_from_hex(head);
  ChannelPlace& place = place_.of(stream, channel_);
  if (!digest || (!place.chain.end() && (!place.joined || place.whole_up_to() < seq))) return;
  const bool stuck = place.chain.end() && place.chain.end()->seq < seq && place.whole_up_to() >= seq;
  if (stuck) place.chain = ChainWatch();  // digests of what was had before a restart are not kept
  if (place.chain.head(seq, *digest)) out_.emplace_back(ChainBreak{stream, channel_, seq});
}

void CatchUp::chain(const std::string& stream, std::uint64_t seq, const Sha256& digest) {
  if (place_.of(stream, channel_).chain.event(seq, digest))
    out_.emplace_back(ChainBreak{stream, channel_, seq});
}

bool CatchUp::live(AlertEvent event, std::string text, std::string picture) {
  if (!channel_.empty() && event.channel != channel_) return false;
  heard_of(event.stream, event.channel, event.seq);
  ReceivedAlert received;
  received.event = std::move(event);
  received.json = std::move(text);
  received.picture = std::move(picture);
  return give(std::move(received));
}

/// Of the alert, this event included.
std::uint32_t CatchUp::newest_revision(const AlertEvent& event) {
  if (revisions_.size() >= kMostRevisions) revisions_.clear();
  std::uint32_t& newest = revisions_[event.alert];
  newest = std::max(newest, event.revision);
  return newest;
}

bool CatchUp::give(ReceivedAlert received) {
  const AlertEvent& event = received.event;
  const std::uint32_t newest = newest_revision(event);
  if (!place_.take(event.stream, channel_, event.seq)) {
    ++doubles_;
    return false;
  }
  chain(event.stream, event.seq, sha256(received.json));
  received.superseded = event.revision < newest;
  if (received.origin != AlertOrigin::live && event.published_at)
    received.age_s = std::chrono::duration<double>(options_.now() - *event.published_at).count();
  wishes_.add(event);
  out_.emplace_back(std::move(received));
  return true;
}

/// Of a desk's answer. What is none of the channel's events is passed over, so that it is not asked for
/// again.
bool CatchUp::give(const std::string& text, AlertOrigin origin, const std::string& stream,
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

std::string CatchUp::ask(Asked what, Json request, Clock::time_point now) {
  if (!request.contains("id")) request["id"] = random_id();
  id_ = request["id"].get<std::string>();
  asked_ = what;
  asked_at_ = now;
  return dumped(request);
}

std::optional<std::string> CatchUp::request(Clock::time_point now) {
  if (channel_.empty() || now < not_before_) return std::nullopt;
  if (asked_ != Asked::nothing && now - asked_at_ < kPatience) return std::nullopt;
  if (wants_snapshot_) {
    Json request{{"do", "snapshot"}, {"bytes", bytes_}, {"packed", true}};
    if (!after_.empty()) request["after"] = after_;
    if (const ChannelPlace* const place = place_.find(stream_, channel_); place != nullptr && place->joined) {
      request["stream"] = stream_;
      request["seq"] = place->whole_up_to();
    }
    return ask(Asked::snapshot, std::move(request), now);
  }
  if (walked_ != stream_ || whole() < newest_)
    return ask(Asked::since,
               {{"do", "since"}, {"stream", walked_}, {"seq", whole()}, {"bytes", bytes_}, {"packed", true}},
               now);
  if (auto request = wishes_.request(bytes_, now)) {
    (*request)["person"] = options_.person;
    return ask(Asked::picture, std::move(*request), now);
  }
  return std::nullopt;
}

/// A page is to take between a quarter of a second and two.
void CatchUp::adapt(Clock::duration took) {
  if (took < 250ms) bytes_ = std::min(bytes_ * 2, kLongestPage);
  if (took > 2s) bytes_ = std::max(bytes_ / 2, kLeastPage);
}

bool CatchUp::answer(std::string_view text, Clock::time_point now) {
  JsonObject parsed = parse_object(text, kLongestPage);
  if (!parsed.fault.empty()) return false;
  JsonFields fields(parsed.object, "", parsed.fault);
  const bool ok = fields.flag("ok");
  if (!parsed.fault.empty() || asked_ == Asked::nothing || fields.text("id", kLongestName) != id_)
    return false;
  const Asked asked = std::exchange(asked_, Asked::nothing);
  if (!ok) {
    refusal_ = fields.text_if("error", 4096).value_or("no reason is given");
    if (asked == Asked::picture) wishes_.give_up();
    not_before_ = now + kPause;
    return true;
  }
  refusal_.clear();
  adapt(now - asked_at_);
  if (!unpack_items(parsed.object)) {
    ++malformed_;
    not_before_ = now + kPause;
    return true;
  }
  if (asked == Asked::snapshot) take_snapshot(parsed.object);
  if (asked == Asked::since) take_since(parsed.object, now);
  if (asked == Asked::picture) take_picture(parsed.object, now);
  return true;
}

void CatchUp::take_snapshot(const json& page) {
  std::string fault;
  JsonFields fields(page, "", fault);
  const StreamSeq stands{fields.text("stream", kLongestName), number_of(fields, "seq")};
  const std::string head = fields.hex("head", 64);
  if (!fault.empty() || fields.text("channel", kLongestName) != channel_) {
    ++malformed_;
    return;
  }
  if (after_.empty()) {
    stands_ = stands;
    stands_head_ = head;
  }
  for (const json& item : items_of(page)) {
    std::string wrong;
    JsonFields one(item, "", wrong);
    if (!item.is_object() || open_.size() >= kMostOpen) continue;
    const std::string alert = one.text("alert", kLongestName);
    const std::string stream = one.text("stream", kLongestName);
    const std::uint64_t seq = number_of(one, "seq");
    const auto text = one.text_if("text", kLongestMessage);
    if (wrong.empty() && (!text || give(*text, AlertOrigin::snapshot, stream, seq))) open_.push_back(alert);
  }
  const std::string next = fields.text_if("next", kLongestName).value_or("");
  if (!next.empty() && next != after_) {
    after_ = next;
    return;
  }
  ChannelPlace& place = place_.of(stands_.stream, channel_);
  if (walked_ == stands_.stream && !place.joined) place_.join(stands_.stream, channel_, stands_.seq);
  if (stands_.stream == stream_) newest_ = std::max(newest_, stands_.seq);
  note_head(stands_.stream, stands_.seq, stands_head_);
  if (walked_ == stream_) place_.now_at(options_.source, channel_, stream_);
  wants_snapshot_ = false;
  after_.clear();
  out_.emplace_back(
      SnapshotTaken{options_.source, stands_.stream, channel_, stands_.seq, std::exchange(open_, {})});
}

void CatchUp::go_to(const std::string& stream) {
  walked_ = stream;
  if (!place_.of(stream, channel_).joined) place_.join(stream, channel_, 0);
  if (++steps_ > kMostSteps) walked_ = stream_;
  if (walked_ == stream_) place_.now_at(options_.source, channel_, stream_);
}

void CatchUp::take_since(const json& page, Clock::time_point now) {
  const std::uint64_t before = whole();
  const std::string walked = walked_;
  std::string fault;
  JsonFields fields(page, "", fault);
  const bool other = fields.text("stream", kLongestName) != walked_;
  const std::string head = fields.text_if("before", 64).value_or("");
  const auto gone_before = fields.integer_if("gone_before", 1, INT64_MAX - 1);
  const auto newest = fields.integer_if("seq", 0, INT64_MAX - 1);
  const bool gone = fields.flag_if("gone").value_or(false);
  const std::string next = fields.text_if("next_stream", kLongestName).value_or("");
  if (!fault.empty() || other) {
    ++malformed_;
    not_before_ = now + kPause;
    return;
  }
  ChannelPlace& place = place_.of(walked_, channel_);
  const auto known = sha256_from_hex(head);
  if (!place.chain.end() && known && place.joined) (void)place.chain.head(before, *known);
  if (walked_ == stream_ && newest) newest_ = std::max(newest_, static_cast<std::uint64_t>(*newest));
  if (gone_before && static_cast<std::uint64_t>(*gone_before) > before + 1) {
    const std::uint64_t last = static_cast<std::uint64_t>(*gone_before) - 1;
    out_.emplace_back(SequenceGap{walked_, channel_, before + 1, last, true});
    place_.pass_over(walked_, channel_, before + 1, last);
  }
  take_events(page);
  const bool told = items_of(page).empty() && !gone_before;
  if (!next.empty() && next != walked_ && walked_ != stream_ && !fields.integer_if("next", 0, INT64_MAX)) {
    if (gone) out_.emplace_back(StreamChange{options_.source, channel_, walked_, next, true});
    go_to(next);
  } else if (told || (walked == walked_ && whole() == before)) {
    not_before_ = now + kPause;  // nothing of it is there yet
  }
}

/// What was had before this consumer started is not known to it, but stands among what it asks for.
void CatchUp::note_had(const json& page) {
  const ChannelPlace& place = place_.of(walked_, channel_);
  for (const json& item : items_of(page)) {
    std::string fault;
    JsonFields fields(item, "", fault);
    if (!item.is_object() || !place.had.contains(number_of(fields, "seq"))) continue;
    const AlertReading reading = from_json(fields.text_if("text", kLongestMessage).value_or(""));
    if (reading.event && reading.event->channel == channel_) (void)newest_revision(*reading.event);
  }
}

void CatchUp::take_events(const json& page) {
  note_had(page);
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
    if (text && give(*text, AlertOrigin::history, walked_, seq)) continue;
    const Sha256 known = text ? sha256(*text) : *digest;
    if (!place_.of(walked_, channel_).had.contains(seq)) {
      out_.emplace_back(SequenceGap{walked_, channel_, seq, seq, true});
      place_.erased(walked_, channel_, seq, known);
    }
    chain(walked_, seq, known);
  }
}

void CatchUp::take_picture(const json& page, Clock::time_point now) {
  std::string fault;
  JsonFields fields(page, "", fault);
  const std::string digest = fields.hex("sha256", 64);
  const std::uint64_t size = number_of(fields, "size");
  const std::uint64_t from = number_of(fields, "from");
  std::optional<std::string> part;
  if (!items_of(page).empty() && items_of(page)[0].is_object()) {
    JsonFields item(items_of(page)[0], "", fault);
    part = bytes_of_base64(item.text_if("base64", kLongestPage).value_or(""));
  }
  if (!fault.empty() || !part) {
    ++malformed_;
    wishes_.give_up();
    return;
  }
  if (auto picture = wishes_.take(digest, size, from, *part, now)) out_.emplace_back(std::move(*picture));
}

}  // namespace nightjar
