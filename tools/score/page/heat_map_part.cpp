#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tools/score/page/ground_sheet.hpp"
#include "tools/score/page/markup.hpp"
#include "tools/score/page/page_parts.hpp"

namespace nightjar {
namespace {

class HeatMap {
 public:
  HeatMap(const std::string& feed, const Records& records, const Truth& truth, const HeatScore& heat)
      : feed_(feed), records_(records), truth_(truth), heat_(heat) {
    for (const HeatPair& pair : heat.pairs)
      paired_bodies_.insert(pair.truth), paired_tracks_.insert(pair.track);
    for (const HeatTruth& body : truth.heat)
      for (const HeatFix& fix : body.fixes)
        if (body.feed == feed) sheet_.include(fix.latitude_deg, fix.longitude_deg);
    for (const TrackRecord& track : records.tracks)
      if (is_shown(track)) sheet_.include(*track.latitude_deg, *track.longitude_deg);
    if (!sheet_.empty()) sheet_.lay_out(std::max(4.0, 2 * heat.radius_m));
  }

  std::string html() {
    if (sheet_.empty()) return "";
    std::string tracks, bodies, links;
    for (const HeatPair& pair : heat_.pairs)
      if (truth_.heat[pair.truth].feed == feed_) links += link(pair);
    for (std::size_t k = 0; k < records_.tracks.size(); ++k)
      if (is_shown(records_.tracks[k])) tracks += track(k);
    for (std::size_t i = 0; i < truth_.heat.size(); ++i)
      if (truth_.heat[i].feed == feed_) bodies += body(i);
    return fmt::format(
        "<section class=\"plotbox wide\"><h3>{}</h3><div class=\"scroll\"><svg class=\"plot map\" "
        "viewBox=\"0 0 "
        "{:.0f} {:.0f}\" style=\"max-width:{:.0f}px\" role=\"img\" aria-label=\"Map\"><rect class=\"ground\" "
        "width=\"100%\" height=\"100%\"/>{}{}{}{}</svg></div>{}</section>\n",
        escaped(feed_), sheet_.width(), sheet_.height(), sheet_.width(), tracks, links, bodies,
        sheet_.furniture(), legend());
  }

 private:
  [[nodiscard]] bool is_shown(const TrackRecord& track) const {
    return track.feed == feed_ && track.confirmed() && track.latitude_deg.has_value();
  }

  /// A contact of a body that moves is shown at the last place for which the truth knows where the body was.
  [[nodiscard]] SheetPoint at(const TrackRecord& track, const HeatTruth* body) const {
    const PathPoint* last = last_compared(track, body);
    if (last != nullptr) return sheet_.at(last->latitude_deg, last->longitude_deg);
    return sheet_.at(*track.latitude_deg, *track.longitude_deg);
  }

  [[nodiscard]] SheetPoint at(const HeatTruth& body, const TrackRecord* track) const {
    HeatFix fix = body.fixes.back();
    const PathPoint* last = track == nullptr ? nullptr : last_compared(*track, &body);
    if (last != nullptr) fix = fix_at(body, last->at);
    return sheet_.at(fix.latitude_deg, fix.longitude_deg);
  }

  static const PathPoint* last_compared(const TrackRecord& track, const HeatTruth* body) {
    const PathPoint* last = nullptr;
    if (body == nullptr || !body->moves()) return last;
    for (const PathPoint& point : track.path)
      if (point.at >= *body->fixes.front().at && point.at <= *body->fixes.back().at) last = &point;
    return last;
  }

  [[nodiscard]] const HeatTruth* body_of(std::size_t track) const {
    for (const HeatPair& pair : heat_.pairs)
      if (pair.track == track) return &truth_.heat[pair.truth];
    return nullptr;
  }

  /// A name beside a mark, on the side where there is room.
  [[nodiscard]] std::string name_at(const SheetPoint& p, const std::string& words) const {
    const bool left = p.x > 0.75 * sheet_.width();
    return fmt::format("<text class=\"bad\" x=\"{:.1f}\" y=\"{:.1f}\"{}>{}</text>", p.x + (left ? -10 : 10),
                       p.y + 4, left ? " text-anchor=\"end\"" : "", words);
  }

  std::string link(const HeatPair& pair) const {
    const TrackRecord& track = records_.tracks[pair.track];
    if (!track.latitude_deg) return "";
    const HeatTruth& body = truth_.heat[pair.truth];
    const SheetPoint from = at(body, &track), to = at(track, &body);
    return fmt::format("<line class=\"link\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>",
                       from.x, from.y, to.x, to.y);
  }

  std::string track(std::size_t k) const {
    const TrackRecord& track = records_.tracks[k];
    const HeatTruth* body = body_of(k);
    const SheetPoint p = at(track, body);
    const bool right = paired_tracks_.count(k) != 0;
    std::string svg;
    if (!track.path.empty()) svg += path(track, right ? "way right" : "way wrong");
    if (track.ce90_m && (body == nullptr || !body->moves()))
      svg += fmt::format("<circle class=\"ce90{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"/>",
                         right ? "" : " wrong", p.x, p.y, sheet_.length(*track.ce90_m));
    const std::string words = escaped(fmt::format("contact {}, {}", track.id, track.heat_class));
    if (right)
      return svg + fmt::format(
                       "<circle class=\"contact\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\"><title>{}</title>"
                       "</circle>",
                       p.x, p.y, words);
    return svg +
           fmt::format(
               "<path class=\"false\" d=\"M{:.1f} {:.1f} l7 12 h-14 z\"><title>false: {}</title></path>", p.x,
               p.y - 8, words) +
           name_at(p, escaped(track.id));
  }

  std::string path(const TrackRecord& track, const char* style) const {
    std::string points;
    for (const PathPoint& point : track.path) {
      const SheetPoint p = sheet_.at(point.latitude_deg, point.longitude_deg);
      points += fmt::format("{:.1f},{:.1f} ", p.x, p.y);
    }
    return fmt::format("<polyline class=\"{}\" points=\"{}\"/>", style, points);
  }

  std::string body(std::size_t i) const {
    const HeatTruth& body = truth_.heat[i];
    const auto pair =
        std::find_if(heat_.pairs.begin(), heat_.pairs.end(), [i](const HeatPair& p) { return p.truth == i; });
    const TrackRecord* track = pair == heat_.pairs.end() ? nullptr : &records_.tracks[pair->track];
    const SheetPoint p = at(body, track);
    std::string svg;
    if (body.moves()) {
      std::string points;
      for (const HeatFix& fix : body.fixes) {
        const SheetPoint step = sheet_.at(fix.latitude_deg, fix.longitude_deg);
        points += fmt::format("{:.1f},{:.1f} ", step.x, step.y);
      }
      svg += fmt::format("<polyline class=\"walk\" points=\"{}\"/>", points);
    }
    const bool found = paired_bodies_.count(i) != 0;
    const std::string words = escaped(fmt::format("{} {}", body.heat_class, body.id));
    svg += fmt::format(
        "<circle class=\"body{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"><title>{}{}</title></circle>",
        found ? "" : " missed", p.x, p.y, std::max(3.0, sheet_.length(heat_.radius_m)), words,
        found ? fmt::format(": {:.2f} m off", pair->error_m) : ": missed");
    if (!found)
      svg += fmt::format("<path class=\"cross\" d=\"M{:.1f} {:.1f} l10 10 m0 -10 l-10 10\"/>", p.x - 5,
                         p.y - 5) +
             name_at(p, words);
    return svg;
  }

  [[nodiscard]] std::string legend() const {
    return fmt::format(
        "<p class=\"small legend\"><svg width=\"16\" height=\"16\"><circle class=\"body\" cx=\"8\" cy=\"8\" "
        "r=\"6\"/></svg> who was there, with {:g} m around <svg width=\"16\" height=\"16\"><circle "
        "class=\"contact\" cx=\"8\" cy=\"8\" r=\"3.5\"/><circle class=\"ce90\" cx=\"8\" cy=\"8\" "
        "r=\"7\"/></svg> "
        "contact with its 90 % circle <svg width=\"16\" height=\"16\"><path class=\"cross\" d=\"M3 3 l10 10 "
        "m0 -10 "
        "l-10 10\"/></svg> missed <svg width=\"16\" height=\"16\"><path class=\"false\" d=\"M8 2 l7 12 h-14 "
        "z\"/></svg> false contact</p>",
        heat_.radius_m);
  }

  const std::string& feed_;
  const Records& records_;
  const Truth& truth_;
  const HeatScore& heat_;
  std::set<std::size_t> paired_bodies_, paired_tracks_;
  GroundSheet sheet_;
};

}  // namespace

std::string heat_map_part(const Records& records, const Truth& truth, const HeatScore& heat) {
  if (truth.heat.empty()) return "";
  std::set<std::string> feeds;
  for (const HeatTruth& body : truth.heat) feeds.insert(body.feed);
  for (const TrackRecord& track : records.tracks) feeds.insert(track.feed);
  std::string html;
  for (const std::string& feed : feeds) html += HeatMap(feed, records, truth, heat).html();
  return html;
}

}  // namespace nightjar
