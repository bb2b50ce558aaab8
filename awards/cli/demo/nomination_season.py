"""The season that receives nominations today: at least one nomination in every state."""

from __future__ import annotations

from awards.cli.demo.cooperatives import Registry
from awards.cli.demo.nominations import Province
from awards.cli.demo.people import MAIN_PROVINCE, People
from awards.cli.demo.provincial import hold_council
from awards.cli.demo.seasons import NOMINATING, open_season
from awards.cli.demo.story import Story
from awards.seasons.models import PublishedRulebook

SUPPLEMENTS_END = 14
"""Days after the demonstration is built: whoever looks at it finds a request that can still be answered."""


def tell(story: Story, people: People, registry: Registry, rulebook: PublishedRulebook) -> None:
    season = open_season(story, people, rulebook, NOMINATING, "đợt hai")

    def at_work(name: str, day: int, hour: int) -> Province:
        story.go(NOMINATING.open + day, hour)
        return Province(story, registry, people, season, people.desk_of(name))

    supplements_until = story.at(SUPPLEMENTS_END, 17)
    main = at_work(MAIN_PROVINCE, 2, 9)
    main.accept(main.forward(82))
    main.withdraw(main.forward(44))
    main.refuse(main.forward(51))
    main.send_back(main.forward(67), supplements_until)
    main.prepare(74)
    hold_council(story, season, people.desk_of(MAIN_PROVINCE))
    main.begin(58)
    for place, name in enumerate(("Hà Nội", "Thanh Hóa", "Đồng Tháp", "Lào Cai")):
        province = at_work(name, 5 + place, 10 + place)
        province.accept(province.forward(90 - 9 * place))
        province.forward(62 + place)
        province.begin(40)
    held = at_work("Cà Mau", 10, 15)
    held.hold(held.forward(70, open_inquiry=True))
    held.forward(63)
    held.prepare(55)
    waiting = at_work("Đắk Lắk", 12, 9)
    waiting.forward(77)
    waiting.send_back(waiting.forward(60), supplements_until)
    waiting.replace(waiting.forward(52), waiting.sign_off(waiting.ask(waiting.prepare(66))))
    waiting.ask(waiting.prepare(71))
    waiting.sign_off(waiting.ask(waiting.prepare(69)))
