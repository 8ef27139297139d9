"""RewardLab: whose gradient is it, when the answer is only good or bad?"""
