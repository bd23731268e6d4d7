#include "alerts/catch_up.hpp"

#include <algorithm>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/base64.hpp"
#include "alerts/json_fields.hpp"

namespace nightjar {
namespace {

using nlohmann::json;
using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestName = 256;
constexpr std::size_t kMostSteps = 64;  // from stream to stream in one catching up
constexpr std::size_t kMostOpen = 100'000;

std::uint64_t number_of(JsonFields& fields, const char* name) {
  return static_cast<std::uint64_t>(fields.integer(name, 0, INT64_MAX - 1));
}

}  // namespace

CatchUp::CatchUp(CatchUpOptions options, ConsumerPlace& place, std::deque<Received>& out)
    : options_(std::move(options)),
      place_(place),
      out_(out),
      merge_(place, out, options_.pictures, options_.now) {}

std::uint64_t CatchUp::whole() const {
  const ChannelPlace* const place = place_.find(walked_, channel());
  return place == nullptr ? 0 : place->whole_up_to();
}

bool CatchUp::current() const {
  return !channel().empty() && !wants_snapshot_ && walked_ == stream_ && whole() >= newest_;
}

void CatchUp::heard_of(const std::string& stream, const std::string& named, std::uint64_t seq) {
  if (channel().empty()) {
    const std::string before = place_.stream_of(options_.source, named);
    const bool behind = before.empty() && options_.since;
    if (behind) place_.join(options_.since->stream, named, options_.since->seq);
    stream_ = walked_ = behind ? options_.since->stream : before.empty() ? stream : before;
    merge_.serve(named);
  }
  if (stream != stream_) {
    out_.emplace_back(StreamChange{options_.source, channel(), stream_, stream, false});
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
  question_.drop();
}

void CatchUp::beat(const AlertBeat& beat) {
  if (!channel().empty() && beat.channel != channel()) return;
  heard_of(beat.stream, beat.channel, beat.seq);
  merge_.note_head(beat.stream, beat.seq, beat.head);
}

bool CatchUp::live(AlertEvent event, std::string text, std::string picture) {
  if (!channel().empty() && event.channel != channel()) return false;
  heard_of(event.stream, event.channel, event.seq);
  ReceivedAlert received;
  received.event = std::move(event);
  received.json = std::move(text);
  received.picture = std::move(picture);
  return merge_.give(std::move(received));
}

std::string CatchUp::ask(Asked what, Json request, Clock::time_point now) {
  asked_ = what;
  return question_.put(std::move(request), now);
}

/// Who opens pictures and what is past, and why: the desk puts it down.
void CatchUp::name_asker(Json& request) const {
  if (!options_.person.empty()) request["person"] = options_.person;
  if (!options_.reason.empty()) request["reason"] = options_.reason;
}

std::optional<std::string> CatchUp::request(Clock::time_point now) {
  if (channel().empty() || !question_.may_be_put(now)) return std::nullopt;
  if (wants_snapshot_) {
    Json request{{"do", "snapshot"}, {"bytes", question_.bytes()}, {"packed", true}};
    if (!after_.empty()) request["after"] = after_;
    if (const ChannelPlace* const place = place_.find(stream_, channel());
        place != nullptr && place->joined) {
      request["stream"] = stream_;
      request["seq"] = place->whole_up_to();
    }
    return ask(Asked::snapshot, std::move(request), now);
  }
  if (walked_ != stream_ || whole() < newest_) {
    Json request{{"do", "since"},
                 {"stream", walked_},
                 {"seq", whole()},
                 {"bytes", question_.bytes()},
                 {"packed", true}};
    name_asker(request);
    return ask(Asked::since, std::move(request), now);
  }
  if (auto request = merge_.wishes().request(question_.bytes(), now)) {
    name_asker(*request);
    return ask(Asked::picture, std::move(*request), now);
  }
  return std::nullopt;
}

bool CatchUp::answer(std::string_view text, Clock::time_point now) {
  const auto word = question_.answer(text, now);
  if (!word) return false;
  const Asked asked = std::exchange(asked_, Asked::nothing);
  if (word->broken) merge_.count_malformed();
  if (!word->told) {
    const bool refused_picture = !word->broken && asked == Asked::picture;
    if (refused_picture) merge_.wishes().give_up();  // the next one may be had, and what else there is
    if (!refused_picture) question_.pause(now);
    return true;
  }
  if (asked == Asked::snapshot) take_snapshot(word->page);
  if (asked == Asked::since) take_since(word->page, now);
  if (asked == Asked::picture) take_picture(word->page, now);
  return true;
}

void CatchUp::take_snapshot(const json& page) {
  std::string fault;
  JsonFields fields(page, "", fault);
  const StreamSeq stands{fields.text("stream", kLongestName), number_of(fields, "seq")};
  const std::string head = fields.hex("head", 64);
  if (!fault.empty() || fields.text("channel", kLongestName) != channel()) {
    merge_.count_malformed();
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
    if (wrong.empty() && (!text || merge_.give(*text, AlertOrigin::snapshot, stream, seq)))
      open_.push_back(alert);
  }
  const std::string next = fields.text_if("next", kLongestName).value_or("");
  if (!next.empty() && next != after_) {
    after_ = next;
    return;
  }
  ChannelPlace& place = place_.of(stands_.stream, channel());
  if (walked_ == stands_.stream && !place.joined) place_.join(stands_.stream, channel(), stands_.seq);
  if (stands_.stream == stream_) newest_ = std::max(newest_, stands_.seq);
  merge_.note_head(stands_.stream, stands_.seq, stands_head_);
  if (walked_ == stream_) place_.now_at(options_.source, channel(), stream_);
  wants_snapshot_ = false;
  after_.clear();
  out_.emplace_back(
      SnapshotTaken{options_.source, stands_.stream, channel(), stands_.seq, std::exchange(open_, {})});
}

void CatchUp::go_to(const std::string& stream) {
  walked_ = stream;
  if (!place_.of(stream, channel()).joined) place_.join(stream, channel(), 0);
  if (++steps_ > kMostSteps) walked_ = stream_;
  if (walked_ == stream_) place_.now_at(options_.source, channel(), stream_);
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
    merge_.count_malformed();
    question_.pause(now);
    return;
  }
  ChannelPlace& place = place_.of(walked_, channel());
  const auto known = sha256_from_hex(head);
  if (!place.chain.end() && known && place.joined) (void)place.chain.head(before, *known);
  if (walked_ == stream_ && newest) newest_ = std::max(newest_, static_cast<std::uint64_t>(*newest));
  if (gone_before && static_cast<std::uint64_t>(*gone_before) > before + 1) {
    const std::uint64_t last = static_cast<std::uint64_t>(*gone_before) - 1;
    out_.emplace_back(SequenceGap{walked_, channel(), before + 1, last, true});
    place_.pass_over(walked_, channel(), before + 1, last);
  }
  merge_.give_history(page, walked_);
  const bool told = items_of(page).empty() && !gone_before;
  if (!next.empty() && next != walked_ && walked_ != stream_ && !fields.integer_if("next", 0, INT64_MAX)) {
    if (gone) out_.emplace_back(StreamChange{options_.source, channel(), walked_, next, true});
    go_to(next);
  } else if (told || (walked == walked_ && whole() == before)) {
    question_.pause(now);  // nothing of it is there yet
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
    merge_.count_malformed();
    merge_.wishes().give_up();
    return;
  }
  if (auto picture = merge_.wishes().take(digest, size, from, *part, now))
    out_.emplace_back(std::move(*picture));
}

}  // namespace nightjar
