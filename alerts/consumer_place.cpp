#include "alerts/consumer_place.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "alerts/json_fields.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostGrown = 64 * 1024;
constexpr std::size_t kMostAhead = 20'000;        // of one chain
constexpr std::chrono::seconds kBetweenTries{1};  // to write to a disk that was full

}  // namespace

std::uint64_t ChannelPlace::whole_up_to() const {
  const auto& ranges = had.ranges();
  return ranges.empty() || ranges.begin()->first != 1 ? 0 : ranges.begin()->second;
}

ConsumerPlace::ConsumerPlace(std::filesystem::path file, std::string boot, PlaceDisk disk)
    : log_(std::move(file), disk), boot_(std::move(boot)) {
  load();
}

std::string ConsumerPlace::this_boot() {
  std::string id;
  std::getline(std::ifstream("/proc/sys/kernel/random/boot_id") >> std::ws, id);
  return id;
}

void ConsumerPlace::load() {
  std::size_t number = 1;
  boot_of_file_.clear();
  for (const std::string& line : log_.lines()) {
    ++number;
    if (!load(line))
      throw PlaceError(log_.path().string() + ":" + std::to_string(number) +
                       ": is no line of a consumer's place");
  }
  // Whoever was killed has left every line; whom the power was cut off, none that was not on disk.
  if (boot_.empty() || boot_of_file_ != boot_) begun_.insert(coming_.begin(), coming_.end());
  coming_.clear();
  if (boot_of_file_ != boot_) log_.add(dumped(Json{"boot", boot_, "", 0U}));
}

/// The lines: ["source",endpoint,channel,stream], ["place",stream,channel,joined,"1-20,24",seq,"head"],
/// ["joined",stream,channel,seq],
/// ["passed",stream,channel,first,last], ["coming",stream,channel,seq], ["given",stream,channel,seq],
/// ["had",stream,channel,seq,"digest"], ["ended","","",0]: nothing is coming any more; ["boot",id,"",0]: what
/// follows was written since then;
/// ["given",stream,channel,seq,alert,revision] before its turn, and ["ahead",...the same] when it was had.
bool ConsumerPlace::load(const std::string& line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_array() || json.size() < 4) return false;
  for (const std::size_t i : {0U, 1U, 2U})
    if (!json[i].is_string()) return false;
  const auto what = json[0].get<std::string>();
  const Key key{json[1].get<std::string>(), json[2].get<std::string>()};
  if (what == "source") {
    if (json[3].is_string()) streams_[key] = json[3].get<std::string>();
    return json[3].is_string();
  }
  if (what == "boot" || what == "ended") {
    if (what == "boot") boot_of_file_ = key.first;
    if (what == "ended") coming_.clear();
    return json[3].is_number_unsigned();
  }
  ChannelPlace& place = of(key.first, key.second);
  const auto number = [&](std::size_t i) { return json.size() > i && json[i].is_number_unsigned(); };
  const auto text = [&](std::size_t i) {
    return json.size() > i && json[i].is_string() ? json[i].get<std::string>() : std::string();
  };
  if (what == "place") {
    if (!json[3].is_boolean() || json.size() < 5) return false;
    place.joined = json[3].get<bool>();
    if (const auto had = SeqRanges::of_text(text(4))) place.had = *had;
    const auto head = sha256_from_hex(text(6));
    if (head && number(5)) place.chain = ChainWatch(ChainEnd{json[5].get<std::uint64_t>(), *head});
    return true;
  }
  if (!number(3)) return false;
  const auto seq = json[3].get<std::uint64_t>();
  if (what == "joined") {
    place.joined = true;
    if (seq > 0) place.had.add(1, seq);
  } else if (what == "passed") {
    if (!number(4) || json[4].get<std::uint64_t>() < seq) return false;
    place.had.add(seq, json[4].get<std::uint64_t>());
    place.chain.skip(json[4].get<std::uint64_t>());
  } else if (what == "coming") {
    coming_.insert({key, seq});
  } else if (what == "given" || what == "ahead") {
    if (what == "given") begun_.insert({key, seq});
    if (!text(4).empty() && number(5)) {
      place.ahead[seq] = {text(4), json[5].get<std::uint32_t>()};
      std::uint32_t& newest = given_before_[text(4)];
      newest = std::max(newest, place.ahead[seq].revision);
    }
  } else if (what == "had") {
    begun_.erase({key, seq});
    coming_.erase({key, seq});
    place.had.add(seq);
    if (const auto digest = sha256_from_hex(text(4))) (void)place.chain.event(seq, *digest);
  } else {
    return false;
  }
  return true;
}

ChannelPlace& ConsumerPlace::of(const std::string& stream, const std::string& channel) {
  const auto [found, is_new] = places_.try_emplace({stream, channel});
  found->second.used = ++uses_;
  if (is_new) forget_least_used();
  return found->second;
}

void ConsumerPlace::forget_least_used() {
  if (places_.size() <= kMostPlaces) return;
  places_.erase(std::min_element(places_.begin(), places_.end(),
                                 [](const auto& a, const auto& b) { return a.second.used < b.second.used; }));
}

const ChannelPlace* ConsumerPlace::find(const std::string& stream, const std::string& channel) const {
  const auto found = places_.find({stream, channel});
  return found == places_.end() ? nullptr : &found->second;
}

std::string ConsumerPlace::stream_of(const std::string& source, const std::string& channel) const {
  const auto found = streams_.find({source, channel});
  return found == streams_.end() ? std::string() : found->second;
}

void ConsumerPlace::now_at(const std::string& source, const std::string& channel, const std::string& stream) {
  if (stream_of(source, channel) == stream) return;
  due_.push_back(dumped(Json{"source", source, channel, stream}));
  if (streams_.size() >= kMostPlaces) streams_.clear();
  streams_[{source, channel}] = stream;
}

bool ConsumerPlace::take(const std::string& stream, const std::string& channel, std::uint64_t seq) {
  ChannelPlace& place = of(stream, channel);
  place.newest = std::max(place.newest, seq);
  if (place.had.contains(seq)) return false;
  place.had.add(seq);
  if (seq > told_up_to(stream, channel)) place.early.insert(seq);
  return true;
}

void ConsumerPlace::pass_over(const std::string& stream, const std::string& channel, std::uint64_t first,
                              std::uint64_t last) {
  if (first == 0 || last < first) return;
  due_.push_back(dumped(Json{"passed", stream, channel, first, last}));
  ChannelPlace& place = of(stream, channel);
  place.had.add(first, last);
  place.chain.skip(last);
}

void ConsumerPlace::erased(const std::string& stream, const std::string& channel, std::uint64_t seq,
                           const Sha256& digest) {
  due_.push_back(dumped(Json{"had", stream, channel, seq, hex(digest)}));
  of(stream, channel).had.add(seq);
}

void ConsumerPlace::join(const std::string& stream, const std::string& channel, std::uint64_t seq) {
  due_.push_back(dumped(Json{"joined", stream, channel, seq}));
  ChannelPlace& place = of(stream, channel);
  place.joined = true;
  place.newest = std::max(place.newest, seq);
  if (seq > 0) place.had.add(1, seq);
}

void ConsumerPlace::announce(const std::vector<Coming>& events) {
  for (const Coming& event : events) {
    log_.add(dumped(Json{"coming", event.stream, event.channel, event.seq}));
    coming_.insert({{event.stream, event.channel}, event.seq});
  }
  log_.sync();
}

bool ConsumerPlace::is_announced(const std::string& stream, const std::string& channel,
                                 std::uint64_t seq) const {
  return coming_.contains({{stream, channel}, seq});
}

void ConsumerPlace::end() {
  coming_.clear();
  log_.add(dumped(Json{"ended", "", "", 0U}));
}

/// Nothing older than this event of the chain is still to come; 0 where another stream has to be told first.
std::uint64_t ConsumerPlace::told_up_to(const std::string& stream, const std::string& channel) const {
  const bool is_reached = std::any_of(streams_.begin(), streams_.end(), [&](const auto& at) {
    return at.first.second == channel && at.second == stream;
  });
  const ChannelPlace* const place = is_reached ? find(stream, channel) : nullptr;
  return place == nullptr ? 0 : place->whole_up_to();
}

bool ConsumerPlace::begin(const std::string& stream, const std::string& channel, std::uint64_t seq,
                          const Sha256& digest, AlertRevision of) {
  Json line{"given", stream, channel, seq};
  ChannelPlace& place = this->of(stream, channel);
  const bool before_its_turn = place.early.erase(seq) > 0 && !of.alert.empty();
  if (before_its_turn) line.insert(line.end(), {of.alert, of.revision});
  log_.add(dumped(line));
  if (before_its_turn && place.ahead.size() < kMostAhead) place.ahead[seq] = std::move(of);
  given_ = Given{stream, channel, seq, digest};
  return begun_.erase({{stream, channel}, seq}) > 0;
}

std::uint32_t ConsumerPlace::given_before(const std::string& alert) const {
  const auto found = given_before_.find(alert);
  return found == given_before_.end() ? 0 : found->second;
}

void ConsumerPlace::done() {
  if (!given_) return;
  log_.add(dumped(Json{"had", given_->stream, given_->channel, given_->seq, hex(given_->digest)}));
  coming_.erase({{given_->stream, given_->channel}, given_->seq});
  given_.reset();
}

/// What was gone on to, passed over or joined counts for the next start once all that came before it has been
/// dealt with: otherwise that would be taken for had.
void ConsumerPlace::keep(bool idle) {
  if (!idle || given_) return;
  for (; !due_.empty(); due_.pop_front()) log_.add(due_.front());
  const auto now = std::chrono::steady_clock::now();
  const bool try_again = log_.lags() && now - tried_at_ >= kBetweenTries;
  if (try_again) tried_at_ = now;
  if (try_again || log_.grown() > kMostGrown) save();
}

/// Only while all that came is dealt with: the file must not say that something was had which was not.
void ConsumerPlace::save() {
  std::vector<std::string> lines{dumped(Json{"boot", boot_, "", 0U})};
  for (auto& [key, place] : places_) {
    Json line{"place", key.first, key.second, place.joined, place.had.text()};
    if (place.chain.end()) {
      line.push_back(place.chain.end()->seq);
      line.push_back(hex(place.chain.end()->head));
    }
    lines.push_back(dumped(line));
    place.ahead.erase(place.ahead.begin(), place.ahead.upper_bound(told_up_to(key.first, key.second)));
    for (const auto& [seq, of] : place.ahead)
      lines.push_back(dumped(Json{"ahead", key.first, key.second, seq, of.alert, of.revision}));
  }
  for (const auto& [key, stream] : streams_)
    lines.push_back(dumped(Json{"source", key.first, key.second, stream}));
  for (const auto& [key, seq] : begun_) lines.push_back(dumped(Json{"given", key.first, key.second, seq}));
  for (const auto& [key, seq] : coming_) lines.push_back(dumped(Json{"coming", key.first, key.second, seq}));
  log_.rewrite(lines);
  due_.clear();
}

}  // namespace nightjar
